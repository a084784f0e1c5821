namespace Tendril.Domain.Compliance;

/// <summary>Where the answer to "which Metrc location?" comes from.</summary>
public enum LocationSource { PodMapping, RoomMapping, SiteDefault, None }

/// <summary>A location of the facility as Metrc has it.</summary>
public sealed record MetrcLocation(long Id, string Name)
{
    public bool IsActive { get; init; } = true;

    public bool ForPlantBatches { get; init; }

    public bool ForPlants { get; init; }

    public bool ForHarvests { get; init; }

    public bool ForPackages { get; init; }
}

/// <summary>A pod in which the batch stands, with the names its pod and its room are mapped to.</summary>
public sealed record BatchPod(string Pod, DateOnly FromOn, DateOnly? ToOn, string? PodLocation, string? RoomLocation);

/// <summary>One place the batch could be said to be.</summary>
public sealed record LocationCandidate(string Location, LocationSource Source, string? Pod);

/// <summary>The answer of <see cref="BatchLocation.Resolve"/>; without a location a person must choose.</summary>
public sealed record ResolvedLocation(
    string? Location, LocationSource Source, IReadOnlyList<LocationCandidate> Candidates)
{
    public bool RequiresManualInput => Location is null;
}

/// <summary>The one place that says where a batch is in Metrc's words.</summary>
public static class BatchLocation
{
    public static readonly ProblemCode NotFound = new(
        "location_not_found",
        "The facility has no location of this name.",
        "Choose one of the facility's locations; if it is new in Metrc, pull locations first.");

    public static readonly ProblemCode NotActive = new(
        "location_not_active", "The location is archived in Metrc.", "Choose an active location.");

    public static readonly ProblemCode NotForPlantBatches = new(
        "location_not_for_plant_batches",
        "The location's type in Metrc does not take plant batches.",
        "Choose a location whose type takes plant batches, or change the type in Metrc.");

    public static readonly ProblemCode NonePulled = new(
        "locations_not_pulled",
        "No locations of this facility are known yet, so the choice cannot be checked.",
        "Pull locations on the compliance screen, then try again.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [NotFound, NotActive, NotForPlantBatches, NonePulled];

    /// <summary>How many choices a refusal offers.</summary>
    private const int Choices = 5;

    /// <summary>
    /// The newest open pod's mapping, else its room's, else the site's default, else nobody knows. Plants in several
    /// pods that are mapped to different locations have no one answer.
    /// </summary>
    public static ResolvedLocation Resolve(IReadOnlyList<BatchPod> pods, string? siteDefault, DateOnly today)
    {
        var open = pods.Where(pod => pod.FromOn <= today && (pod.ToOn is null || pod.ToOn >= today))
            .OrderByDescending(pod => pod.FromOn).ToArray();
        var ofPods = open.Select(Mapped).ToArray();
        var candidates = ofPods.OfType<LocationCandidate>().ToList();
        var differ = candidates.DistinctBy(one => one.Location, StringComparer.OrdinalIgnoreCase).Count() > 1;
        var byDefault = Known(siteDefault) is { } place
            ? new LocationCandidate(place, LocationSource.SiteDefault, null)
            : null;
        if (byDefault is not null) candidates.Add(byDefault);
        var chosen = differ ? null : ofPods.FirstOrDefault() ?? byDefault;
        return new ResolvedLocation(chosen?.Location, chosen?.Source ?? LocationSource.None, candidates);
    }

    /// <summary>
    /// The facility's location of that name (letter case does not count), or the findings that say what is wrong
    /// with it and offer up to five that would do.
    /// </summary>
    public static (MetrcLocation? Location, Finding? Finding) Check(
        string? name, IReadOnlyCollection<MetrcLocation> locations)
    {
        var wanted = Known(name);
        if (wanted is null)
        {
            var help = Offer("", locations);
            return (null, PlantBatchCodes.LocationRequired.Error("location", "Location is required", help));
        }

        if (locations.Count == 0)
            return (null, NonePulled.Error("location", "No Metrc locations are known for this facility"));
        var found = locations.Where(location => location.Name.Trim().Equals(wanted, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(location => location.IsActive).ThenByDescending(location => location.ForPlantBatches)
            .FirstOrDefault();
        var finding = found switch
        {
            null => NotFound.Error(
                "location", $"This facility has no location \"{wanted}\"", Offer(wanted, locations)),
            { IsActive: false } => NotActive.Error(
                "location", $"Location \"{found.Name}\" is not active in Metrc", Offer(wanted, locations)),
            { ForPlantBatches: false } => NotForPlantBatches.Error(
                "location", $"Location \"{found.Name}\" does not allow plant batches", Offer(wanted, locations)),
            _ => null,
        };
        return (finding is null ? found : null, finding);
    }

    private static LocationCandidate? Mapped(BatchPod pod) =>
        Known(pod.PodLocation) is { } ofPod ? new LocationCandidate(ofPod, LocationSource.PodMapping, pod.Pod)
        : Known(pod.RoomLocation) is { } ofRoom ? new LocationCandidate(ofRoom, LocationSource.RoomMapping, pod.Pod)
        : null;

    private static string? Known(string? name) => string.IsNullOrWhiteSpace(name) ? null : name.Trim();

    private static string Offer(string wanted, IReadOnlyCollection<MetrcLocation> locations)
    {
        var valid = locations.Where(location => location is { IsActive: true, ForPlantBatches: true })
            .OrderByDescending(location => NameMatch.Score(wanted, location.Name))
            .ThenBy(location => location.Name, StringComparer.OrdinalIgnoreCase)
            .Select(location => location.Name).ToArray();
        if (valid.Length == 0)
            return "No active location of this facility takes plant batches. Create one in Metrc, then pull locations.";
        var more = valid.Length > Choices ? $" and {valid.Length - Choices} more" : "";
        return $"Choose one of: {string.Join(", ", valid.Take(Choices))}{more}.";
    }
}
