using Tendril.Server.Sync;
using Tendril.Sync.Device;
using Tendril.Sync.Merge;
using Tendril.Sync.Postgres;
using Tendril.Sync.Protocol;

namespace Tendril.Tests.Simulation;

/// <summary>A device with a person who works on it, a clock of its own, and a habit of dying.</summary>
internal sealed class ModelDevice
{
    private readonly World _world;
    private readonly CrashingStore _store;
    private readonly DirtyByTimeStore? _byTime;
    private readonly PersonAtWork _person;
    private Guid? _reused;

    public ModelDevice(World world, string name, SyncCaller caller, TimeSpan skew)
    {
        (_world, Name, Caller, Clock) = (world, name, caller, new WrongTime(world.Time) { Skew = skew });
        _byTime = world.Bug == Planted.DirtyByTime ? new DirtyByTimeStore(Memory) : null;
        _store = new CrashingStore(_byTime is null ? Memory : _byTime, () => !world.IsCalm && world.Chance(1));
        Engine = Start();
        _person = new PersonAtWork(world, this);
    }

    public string Name { get; }

    public SyncCaller Caller { get; }

    public WrongTime Clock { get; }

    /// <summary>What is on its disk.</summary>
    public MemoryStore Memory { get; } = new();

    public DeviceEngine Engine { get; private set; }

    /// <summary>Everything of which the person was told that it is saved.</summary>
    public List<OutboxEntry> Saved { get; } = [];

    /// <summary>The numbers of what the person threw away after it was refused.</summary>
    public HashSet<long> GivenUp { get; } = [];

    /// <summary>New rows that the person threw away: the server never had them.</summary>
    public HashSet<Guid> NeverTaken { get; } = [];

    public void Work() => _person.Work();

    /// <summary>Saves as the person's app would; a death on the way leaves the person without an answer.</summary>
    public void Save(string what, params LocalEdit[] edits)
    {
        try
        {
            var saved = Engine.Save(edits);
            Saved.AddRange(saved.Operations);
            _world.Note($"{Name} {what}: "
                + (saved.Refusal?.Code ?? string.Join(", ", saved.Operations.Select(one => one.Id.ToString()[^4..]))));
        }
        catch (DeviceDiedException)
        {
            Restart($"while it {what}");
        }
    }

    /// <summary>Does a step as the person's app would.</summary>
    public void Step(string what, LocalStep step)
    {
        try
        {
            var saved = Engine.Save(step);
            Saved.AddRange(saved.Operations);
            _world.Note($"{Name} {what}: " + (saved.Refusal?.Code ?? (saved.Operations.Count == 0 ? "it is done"
                : saved.Operations[0].Id.ToString()[^4..])));
        }
        catch (DeviceDiedException)
        {
            Restart($"while it {what}");
        }
    }

    public void TryAgain(OutboxEntry parked)
    {
        try
        {
            var count = Engine.Release([parked.Id]);
            _world.Note($"{Name} tries again what was refused: {count}");
        }
        catch (DeviceDiedException)
        {
            Restart("while it tried again");
        }
        var now = Memory.Transact(transaction => transaction.Outbox().ToDictionary(entry => entry.Number));
        for (var i = 0; i < Saved.Count; i++)
            if (now.TryGetValue(Saved[i].Number, out var entry) && entry.State == OutboxState.Unsent)
                Saved[i] = Saved[i] with { Id = entry.Id, Group = entry.Group };
    }

    public void GiveUp(OutboxEntry parked)
    {
        List<OutboxEntry> Held() => Memory.Transact(transaction => transaction.Outbox().ToList());
        var before = Held();
        try
        {
            var count = Engine.Discard([parked.Id]);
            _world.Note($"{Name} gives up what was refused: {count}");
        }
        catch (DeviceDiedException)
        {
            Restart("while it gave up");
        }
        var after = Held().Select(entry => entry.Number).ToHashSet();
        var gone = before.FindAll(entry => !after.Contains(entry.Number));
        GivenUp.UnionWith(gone.Select(entry => entry.Number));
        NeverTaken.UnionWith(gone.Where(entry => entry.Edit.Kind == EditKind.Create).Select(entry => entry.Edit.RowId));
    }

    /// <summary>The next operation gets an id that was used before, as after a restart with a bad source of chance.
    /// </summary>
    public void Reuse()
    {
        var inOutbox = Memory.Transact(transaction => transaction.Outbox().Select(entry => entry.Id).ToHashSet());
        var used = _world.Server.Accepted.Where(one => one.DeviceId == Caller.DeviceId)
            .Select(one => one.Operation.Id).Where(id => !inOutbox.Contains(id)).ToList();
        if (used.Count > 0) _reused = used[_world.Pick(used.Count)];
    }

    public async Task SyncAsync(bool byHand)
    {
        try
        {
            var ran = await Engine.SyncAsync(byHand, TestContext.Current.CancellationToken);
            var status = Engine.Status();
            _world.Note($"{Name} {(ran ? "has synced" : "finds another run")}: {status.Pending} pending, "
                + $"{status.Parked.Count} parked, send {status.SendError?.Kind}, receive {status.ReceiveError?.Kind}");
        }
        catch (DeviceDiedException)
        {
            Restart("while it synced");
        }
    }

    public void Die() => _store.Kill();

    public void Restart(string when)
    {
        _world.Note($"{Name} dies {when} and starts again");
        _store.Restart();
        Engine = Start();
    }

    public void Pushed()
    {
        if (_byTime is not null) _byTime.PushedAt = Clock.GetUtcNow().ToUnixTimeMilliseconds();
    }

    public string?[]? Screen(Operation operation) => Memory.Transact(transaction =>
        operation.Edit is { } edit ? transaction.FindRow(edit.Table, edit.RowId)?.Screen : null);

    private DeviceEngine Start() => new(_store, new Wire(_world, this), SyncedTables.All, Clock, NextId,
        () => _world.Pick(1000) / 1000.0, new DeviceSteps(SyncedSteps.All, Caller.UserId, Caller.DeviceId));

    private Guid NextId()
    {
        var id = _reused ?? _world.Ids.Next();
        _reused = null;
        return id;
    }
}
