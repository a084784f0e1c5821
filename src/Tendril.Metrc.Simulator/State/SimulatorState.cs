using System.Security.Cryptography;
using System.Text;

namespace Tendril.Metrc.Simulator.State;

/// <summary>
/// Everything the pretend state remembers. Every reader and writer holds <see cref="Gate"/>; a write is one
/// transaction that a refusal undoes. What people do in Metrc's own screens is in <c>StateHands.cs</c>.
/// </summary>
public sealed partial class SimulatorState
{
    private readonly TimeProvider _time;
    private readonly Journal _journal = new();
    private readonly Dictionary<string, int> _accepted = new(StringComparer.OrdinalIgnoreCase);
    private long _lastId;
    private bool _changing;

    public SimulatorState(TimeProvider time)
    {
        _time = time;
        Reset();
    }

    internal Lock Gate { get; } = new();
    internal List<Facility> FacilityList { get; private set; } = [];
    internal List<VendorKey> VendorKeys { get; private set; } = [];
    internal List<UserKey> UserKeys { get; private set; } = [];
    internal Table<Strain> Strains { get; private set; } = null!;
    internal Table<Location> Locations { get; private set; } = null!;
    internal Table<Item> Items { get; private set; } = null!;
    internal Table<Tag> Tags { get; private set; } = null!;
    internal Table<Package> Packages { get; private set; } = null!;
    internal Table<Departure> Departures { get; private set; } = null!;
    internal Table<PlantBatch> PlantBatches { get; private set; } = null!;
    internal Table<Plant> Plants { get; private set; } = null!;

    /// <summary>Rises whenever a strain, item, location or facility changes: rendered rows name them.</summary>
    internal int CatalogueRevision { get; set; }

    /// <summary>The state's clock, cut to microseconds as Metrc prints it.</summary>
    public DateTimeOffset Now => Cut(_time.GetUtcNow());

    internal static DateTimeOffset Cut(DateTimeOffset at) =>
        new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    internal long NextId() => ++_lastId;

    /// <summary>Forgets everything, keys and facilities included.</summary>
    public void Reset()
    {
        lock (Gate)
        {
            (FacilityList, VendorKeys, UserKeys) = ([], [], []);
            (Strains, Locations, Items) = (new(_journal), new(_journal), new(_journal));
            (Tags, Packages, Departures) = (new(_journal), new(_journal), new(_journal));
            (PlantBatches, Plants) = (new(_journal), new(_journal));
            _accepted.Clear();
            _lastId = 0;
            CatalogueRevision++;
        }
    }

    /// <summary>Runs one change under the gate; an exception leaves the state as it was.</summary>
    internal TResult Change<TResult>(Func<TResult> change)
    {
        lock (Gate)
        {
            if (_changing) return change();
            _changing = true;
            _journal.Begin(visibleAt: null);
            try
            {
                var result = change();
                _journal.Commit();
                return result;
            }
            catch
            {
                _journal.Undo();
                throw;
            }
            finally
            {
                _changing = false;
            }
        }
    }

    internal void BeginRequest(DateTimeOffset? visibleAt) => _journal.Begin(visibleAt);

    internal void Accept() => _journal.Commit();

    internal void Refuse() => _journal.Undo();

    /// <summary>Counts one accepted creation of this batch name; undone with the request that made it.</summary>
    internal void CountCreation(string batchName)
    {
        _accepted[batchName] = _accepted.GetValueOrDefault(batchName) + 1;
        _journal.OnUndo(() => _accepted[batchName]--);
    }

    /// <summary>How often a creation of this plant batch name was accepted, over all POST paths.</summary>
    public int CreationsOf(string batchName)
    {
        lock (Gate) return _accepted.GetValueOrDefault(batchName);
    }

    internal Facility? FindFacility(string? licence) => licence is null ? null : FacilityList.FirstOrDefault(f =>
        f.Licence.Equals(licence.Trim(), StringComparison.OrdinalIgnoreCase));

    internal Facility FacilityOf(long id) => FacilityList.First(f => f.Id == id);

    internal static string HashOf(string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
