using Tendril.Domain;
using Tendril.Domain.Organisation;
using Tendril.Sync.Device;
using Tendril.Sync.Postgres;

namespace Tendril.Tests.Simulation;

/// <summary>
/// One seed, one world: three devices with wrong clocks, the real engine on PostgreSQL, a network that loses, repeats
/// and delays, and deaths on both sides. The same seed makes the same world.
/// </summary>
internal sealed class World
{
    private readonly Random _chance;
    private readonly List<string> _events = [];
    private readonly Guid[] _batches;
    private int _words;

    private World(SimulatedDatabase database, int seed, Planted bug)
    {
        (Seed, Bug, _chance) = (seed, bug, new Random(seed));
        // A database sees many worlds; each has ids of its own, in the same order for the same seed.
        Ids = new IdSource(Time, new Random(seed * 31 + 7));
        OrganizationId = Ids.Next();
        Sites = [Ids.Next(), Ids.Next()];
        _batches = [Ids.Next(), Ids.Next()];
        Server = new SimulatedServer(database.Source, OrganizationId, Time, Ids, bug);
        Devices = [Device("phone", null, 0), Device("tablet", [Sites[0]], -26), Device("scale", [Sites[1]], 3)];
    }

    public int Seed { get; }

    public Planted Bug { get; }

    public SimulatedTime Time { get; } = new();

    public IdSource Ids { get; }

    public Guid OrganizationId { get; }

    public IReadOnlyList<Guid> Sites { get; }

    public SimulatedServer Server { get; }

    public IReadOnlyList<ModelDevice> Devices { get; }

    /// <summary>Requests that come to the server later, when the device has long given up on them.</summary>
    public List<(ModelDevice Device, PushBody Body)> UnderWay { get; } = [];

    /// <summary>What the server itself wrote over what: row, field, old and new value.</summary>
    public List<(Guid Row, string Field, string? Old, string? New)> OwnWrites { get; } = [];

    /// <summary>Where the server itself took which rows.</summary>
    public List<(Guid Row, Guid Site)> OwnMoves { get; } = [];

    /// <summary>Deleted rows whose tombstones were forgotten.</summary>
    public HashSet<Guid> Purged { get; } = [];

    public bool IsCalm { get; private set; }

    public IReadOnlyList<string> Events => _events;

    public static async Task<World> OpenAsync(SimulatedDatabase database, int seed, Planted bug)
    {
        var world = new World(database, seed, bug);
        for (var i = 0; i < 2; i++)
        {
            await world.Server.ExecuteAsync("""
                INSERT INTO sites (organization_id, id, name, license, state, time_zone, kind, sandbox, created_at,
                  updated_at)
                VALUES ($1, $2, $3, $3, 'CO', 'America/Denver', 'grower', true, now(), now())
                """, world.OrganizationId, world.Sites[i], $"Site {i}");
            await world.Server.ExecuteAsync("""
                INSERT INTO batches (organization_id, id, site_id, batch_number, domain_type, source_type, plant_count,
                  stage, status, start_date, version, created_at, updated_at)
                VALUES ($1, $2, $3, $4, 'cannabis', 'clone', 10, 'flowering', 'active', '2026-10-01', 1, now(), now())
                """, world.OrganizationId, world._batches[i], world.Sites[i], $"B-{i}");
        }
        return world;
    }

    /// <summary>Things happen, and go wrong.</summary>
    public async Task StormAsync(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            Time.Now += TimeSpan.FromMilliseconds(Chance(10) ? 1 + Pick(600_000) : 1 + Pick(3_000));
            await StepAsync(Pick(Devices));
        }
    }

    /// <summary>No more faults: everybody gets time to come to an end.</summary>
    public async Task CalmAsync()
    {
        IsCalm = true;
        Note("the storm is over");
        Server.Off.Clear();
        await Server.ReleaseAsync(commit: true);
        while (UnderWay.Count > 0) await DeliverAsync();
        for (var round = 0; round < 4; round++)
            foreach (var device in Devices)
            {
                Time.Now += TimeSpan.FromMinutes(20);
                await device.SyncAsync(byHand: true);
            }
    }

    /// <summary>A request that was under way for long arrives; nobody waits for its answer.</summary>
    public async Task DeliverAsync()
    {
        if (UnderWay.Count == 0) return;
        var place = Pick(UnderWay.Count);
        var (device, body) = UnderWay[place];
        UnderWay.RemoveAt(place);
        Note($"an old request of {device.Name} arrives");
        try
        {
            await Server.PushAsync(device.Caller, body, PushFate.Commits, device.Screen);
        }
        catch (SyncTransportException error)
        {
            Note($"it fails: {error.Message}");
        }
    }

    public void Note(string what) => _events.Add($"{Time.Now:HH:mm:ss.fff} {what}");

    public int Pick(int below) => _chance.Next(below);

    public T Pick<T>(IReadOnlyList<T> list) => list[_chance.Next(list.Count)];

    public bool Chance(int percent) => _chance.Next(100) < percent;

    /// <summary>A text that nobody wrote before.</summary>
    public string Word() => $"W{++_words}";

    public Guid BatchAt(Guid site) => _batches[site == Sites[0] ? 0 : 1];

    /// <summary>A site at which the device may work.</summary>
    public Guid SiteOf(ModelDevice device) =>
        device.Caller.Sites is { } sites ? Sites.First(sites.Contains) : Pick(Sites);

    private async Task StepAsync(ModelDevice device)
    {
        switch (Pick(100))
        {
            case < 45: device.Work(); break;
            case < 78: await device.SyncAsync(Chance(50)); break;
            case < 82: await DeliverAsync(); break;
            case < 87:
                if (Server.Holds) Note("the hanging commit ends");
                await Server.ReleaseAsync(Chance(70));
                break;
            case < 90: device.Restart("by itself"); break;
            case < 92: Switch(Pick<string>(["tasks", "harvests"])); break;
            case < 94:
                device.Clock.Skew = TimeSpan.FromMinutes(Pick(2 * 26 * 60) - 26 * 60);
                Note($"{device.Name} is now wrong by {device.Clock.Skew}");
                break;
            default:
                if (!Server.Holds) await new OwnWriter(this).WriteAsync();
                break;
        }
    }

    /// <summary>An installation stops syncing a table for a while.</summary>
    private void Switch(string table)
    {
        var off = Server.Off.Add(table) || !Server.Off.Remove(table);
        Note($"{table} is switched {(off ? "off" : "on")}");
    }

    private ModelDevice Device(string name, Guid[]? sites, int hoursWrong) => new(this, name,
        new SyncCaller(OrganizationId, Ids.Next(), Ids.Next(), sites?.ToHashSet(),
            Roles.Current.PermissionsOf(Role.SiteManager).ToHashSet(StringComparer.Ordinal)),
        TimeSpan.FromHours(hoursWrong));
}
