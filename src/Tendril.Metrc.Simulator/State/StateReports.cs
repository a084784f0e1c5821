using Tendril.Metrc.Simulator.Admin;

namespace Tendril.Metrc.Simulator.State;

/// <summary>Looking in from the side; none of this goes through the API the client sees.</summary>
public sealed partial class SimulatorState
{
    public IReadOnlyList<Facility> Facilities
    {
        get { lock (Gate) return [.. FacilityList]; }
    }

    /// <summary>The plant batches of a licence (all when null), in the order they were made.</summary>
    public IReadOnlyList<PlantBatchSummary> PlantBatchList(string? licence = null)
    {
        lock (Gate)
        {
            return PlantBatches.All.Where(b => IsAt(b, licence)).OrderBy(b => b.Id).Select(b => new PlantBatchSummary(
                b.Id, FacilityOf(b.FacilityId).Licence, b.Name, b.TypeName, b.UntrackedCount,
                _accepted.GetValueOrDefault(b.Name), b.SourcePackageLabel, b.SourcePlantLabel)).ToList();
        }
    }

    /// <summary>The packages of a licence (all when null), in the order they were made.</summary>
    public IReadOnlyList<PackageSummary> PackageList(string? licence = null)
    {
        lock (Gate)
        {
            return Packages.All.Where(p => IsAt(p, licence)).OrderBy(p => p.Id).Select(p => new PackageSummary(
                p.Id, FacilityOf(p.FacilityId).Licence, p.Label, Items.Find(p.ItemId)!.Name, p.Quantity, p.UnitName,
                p.Status, p.IsOnHold, p.LastModified)).ToList();
        }
    }

    /// <summary>Unused tags of a kind, in order.</summary>
    public IReadOnlyList<string> SpareTags(string licence, TagKind kind)
    {
        lock (Gate)
        {
            return Tags.Of(Facility(licence).Id).Where(t => t.Kind == kind && !t.IsUsed).Select(t => t.Label)
                .Order(StringComparer.Ordinal).ToList();
        }
    }

    /// <summary>One package by label; null when there is none.</summary>
    public Package? FindPackage(string label)
    {
        lock (Gate) return Packages.Find(0, label);
    }

    internal Summary Summarize(long requests)
    {
        lock (Gate)
        {
            return new Summary(
                FacilityList.ConvertAll(f => new FacilitySummary(f.Licence, f.Name, f.Kind, f.StateCode)),
                Strains.All.Count(), Items.All.Count(), Locations.All.Count(), Packages.All.Count(),
                PlantBatches.All.Count(), requests, Now);
        }
    }

    private bool IsAt(Row row, string? licence) => licence is null || FindFacility(licence)?.Id == row.FacilityId;
}
