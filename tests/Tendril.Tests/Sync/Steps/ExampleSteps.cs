using Npgsql;
using Tendril.Sync;
using Tendril.Sync.Postgres;
using Tendril.Sync.Protocol;
using Tendril.Sync.Steps;
using Tendril.Sync.Tables;

namespace Tendril.Tests.Sync.Steps;

/// <summary>Closes a task and makes the next one; what a test needs to go wrong is in the arguments.</summary>
internal sealed class CloseStep : IStep
{
    public static readonly Guid Space = new("0f6b3c52-0b7e-5d84-9c1a-2f64e0b7d913");

    public static StepList List { get; } = new([new CloseStep()], [new NoShouting()]);

    public string Name => "example.close";

    public string Table => "tasks";

    public string Permission => "task:edit";

    public StepNeeds Needs(Intent intent) => new()
    {
        Rows = [("tasks", intent.RowId)],
        Children = [("tasks", "harvest_id", intent.RowId)],
    };

    public StepOutcome Decide(StepScene scene, Intent intent, StepMoment moment)
    {
        if (intent.TryRead(new SyncField("because", FieldKind.Text) { MaxLength = 20 }, out var because) is { } wrong)
            return StepOutcome.Refuse(wrong);
        if (scene.Row("tasks", intent.RowId) is not { } task)
            return StepOutcome.Refuse(SyncCodes.RowUnknown.Refuse("There is no such task"));
        if (task["status"] == "completed") return StepOutcome.Done;
        if (because == "never") return StepOutcome.Refuse(
            new SyncRefusal("example.never", "This is never closed", "Leave it open.", "because"));
        var series = task["series_id"] is { } id ? scene.Row("series", Guid.Parse(id)) : null;
        return new StepOutcome
        {
            Writes =
            [
                new RowWrite("tasks", task.Id, new Dictionary<string, string?> { ["status"] = "completed" }),
                New(NamedId.Of(Space, $"next {task.Id}"), task["site_id"]!, series?["title"] ?? "Next"),
            ],
            Effects = [$"closed {task["title"]}"],
        };
    }

    public IReadOnlyList<RowWrite> Blocked(
        StepScene scene, Intent intent, StepMoment moment, SyncRefusal refusal) =>
        scene.Row("tasks", intent.RowId) is { } task
            ? [New(NamedId.Of(Space, $"told {moment.OperationId}"), task["site_id"]!, $"Told: {refusal.Code}")] : [];

    private static RowWrite New(Guid id, string site, string title) => new("tasks", id,
        new Dictionary<string, string?> { ["site_id"] = site, ["title"] = title, ["status"] = "pending" });

    /// <summary>A rule of plain edits.</summary>
    private sealed class NoShouting : IEditRule
    {
        public string Table => "tasks";

        public StepNeeds Needs(Tendril.Sync.Merge.RowEdit edit) => StepNeeds.None;

        public SyncRefusal? Judge(
            StepScene scene, Tendril.Sync.Merge.RowEdit edit, StepRow? after, StepMoment moment) =>
            after?["title"]?.EndsWith('!') == true
                ? new SyncRefusal("example.loud", "Do not shout", "Write it quietly.", "title") : null;
    }
}

/// <summary>Notes what steps mean elsewhere, in a table that no device holds.</summary>
internal sealed class NotedEffects : IStepEffects
{
    public List<object> Seen { get; } = [];

    public bool Break { get; set; }

    public async Task RunAsync(
        NpgsqlConnection connection, SyncCaller caller, IReadOnlyList<object> effects, CancellationToken cancel)
    {
        Seen.AddRange(effects);
        await using var command = new NpgsqlCommand(
            "SELECT count(*) FROM tasks WHERE status = 'completed'", connection);
        Seen.Add(await command.ExecuteScalarAsync(cancel) ?? 0L);
        if (Break) throw new InvalidOperationException("The other table is full");
    }
}
