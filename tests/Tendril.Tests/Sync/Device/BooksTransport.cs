using System.Text.Json;
using Tendril.Domain;
using Tendril.Server.Sync;
using Tendril.Sync;
using Tendril.Sync.Device;
using Tendril.Sync.Merge;
using Tendril.Sync.Postgres;
using Tendril.Sync.Protocol;
using Tendril.Sync.Steps;
using Tendril.Tests.Simulation;

namespace Tendril.Tests.Sync.Device;

/// <summary>The way from a device to the real engine, with a place for each fault.</summary>
internal sealed class BooksTransport(SyncBooks books, SyncCaller caller) : ISyncTransport
{
    /// <summary>Happens after the device has sent and before the server gets it.</summary>
    public Func<Task> BeforePush { get; set; } = () => Task.CompletedTask;

    /// <summary>Happens after the server's commit and before the device hears of it.</summary>
    public Func<Task> AfterPush { get; set; } = () => Task.CompletedTask;

    public Func<Task> BeforePull { get; set; } = () => Task.CompletedTask;

    /// <summary>How many lines of an answer come through.</summary>
    public int? Lines { get; set; }

    /// <summary>What the server counts in its tasks, when it is to say something else than it does.</summary>
    public Digest? Digest { get; set; }

    public List<IReadOnlyList<string>> Pushed { get; } = [];

    public List<string?> Cursors { get; } = [];

    /// <summary>Of each pull, the tables of which all rows were asked for.</summary>
    public List<string> Again { get; } = [];

    public async Task<IReadOnlyList<OperationResult>> PushAsync(PushBody body, CancellationToken cancel)
    {
        Pushed.Add([.. body.Operations.Select(one => System.Text.Encoding.UTF8.GetString(one.Span))]);
        await BeforePush();
        var results = await books.PushAsync(caller, DateTimeOffset.FromUnixTimeMilliseconds(body.SentAt),
            [.. body.Operations.Select(one => System.Text.Json.Nodes.JsonNode.Parse(one.Span)!.AsObject())]);
        await AfterPush();
        return results;
    }

    public async Task<PullAnswer> PullAsync(
        string? cursor, IReadOnlyList<string> again, CancellationToken cancel)
    {
        Cursors.Add(cursor);
        Again.Add(string.Join(' ', again));
        await BeforePull();
        var pulled = await books.PullAsync(caller, cursor, again);
        if (pulled.Refusal is not null) return new PullAnswer(null, pulled.Refusal);
        if (Digest is { } digest)
            pulled.Lines[^1]["digests"] = JsonSerializer.SerializeToNode(
                new[] { new { table = "tasks", rows = digest.Rows, sum = digest.Sum } });
        var lines = pulled.Lines.Select(line => JsonSerializer.Serialize(line) + "\n");
        return new PullAnswer(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(
            string.Concat(Lines is { } some ? lines.Take(some) : lines))));
    }
}

/// <summary>A device with its store, its clock and its way to the books.</summary>
internal sealed class TestDevice
{
    private readonly DeviceSteps _steps;

    public TestDevice(SyncBooks books, SyncCaller? caller = null, StepList? steps = null)
    {
        Books = books;
        caller ??= books.Caller();
        _steps = new DeviceSteps(steps ?? SyncedSteps.All, caller.UserId, caller.DeviceId);
        Transport = new BooksTransport(books, caller);
        Ids = new IdSource(TimeProvider.System);
        Engine = Start();
    }

    public SyncBooks Books { get; }

    public IdSource Ids { get; }

    public SimulatedTime Clock { get; } = new() { Now = DateTimeOffset.UtcNow };

    public MemoryStore Store { get; } = new();

    public BooksTransport Transport { get; }

    public DeviceEngine Engine { get; private set; }

    public DeviceEngine Start() =>
        Engine = new DeviceEngine(Store, Transport, SyncedTables.All, Clock, Ids.Next, () => 0.5, _steps);

    public Task<bool> SyncAsync(bool byHand = true) =>
        Engine.SyncAsync(byHand, TestContext.Current.CancellationToken);

    public Guid Create(string title, Guid? site = null)
    {
        var row = Ids.Next();
        Engine.Save(NewTask(row, title, site)).Refusal.ShouldBeNull();
        return row;
    }

    public LocalEdit NewTask(Guid row, string title, Guid? site = null) => new("tasks", row, EditKind.Create)
    {
        Set = new Dictionary<string, string?>
        {
            ["site_id"] = (site ?? Books.Veg).ToString(),
            ["title"] = title,
            ["status"] = "pending",
        },
    };

    public SavedEdit Patch(Guid row, string field, string? value) => Engine.Save(
        new LocalEdit("tasks", row, EditKind.Patch) { Set = new Dictionary<string, string?> { [field] = value } });

    public SavedEdit Delete(Guid row) => Engine.Save(new LocalEdit("tasks", row, EditKind.Delete));

    public List<string?> Titles() => Fields("title");

    public List<string?> Fields(string field) => [.. Engine.Rows("tasks")
        .Select(row => row.Screen![SyncedTables.All["tasks"].PositionOf(field)]).Order(StringComparer.Ordinal)];

    public List<OutboxEntry> Outbox() => Store.Transact(transaction => transaction.Outbox().ToList());

    public DeviceState State => Store.Transact(transaction => transaction.State);
}
