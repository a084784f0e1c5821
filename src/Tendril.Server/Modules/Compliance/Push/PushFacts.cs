using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Compliance;
using Tendril.Domain.Rules;
using Tendril.Domain.Values;
using Tendril.Metrc.Wire;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Storage;
using BatchRow = Tendril.Server.Modules.Cultivation.Batch;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>A batch with everything that decides whether and how it may be told to Metrc.</summary>
public sealed record PushFacts(
    BatchRow Batch, Site Site, PushBatch Command, PushSurroundings Around, ResolvedLocation Resolved, bool HasKey)
{
    /// <summary>Reads the facts in the caller's unit of work; null when there is no such batch within reach.</summary>
    /// <param name="location">What the person chose; null takes what the mappings say.</param>
    public static async Task<PushFacts?> ReadAsync(
        TendrilDb db, Guid batchId, string? location, TimeProvider time, CancellationToken cancel)
    {
        var batch = await db.Batches.FirstOrDefaultAsync(row => row.Id == batchId, cancel);
        if (batch is null) return null;
        var site = await db.Sites.SingleAsync(row => row.Id == batch.SiteId, cancel);
        var today = Today(site, time);
        var resolved = await ResolveAsync(db, batch, site, today, cancel);
        var command = new PushBatch(
            ToDomain(batch), await StrainAsync(db, batch, cancel), string.IsNullOrWhiteSpace(location)
                ? resolved.Location : location);
        var rules = StateRules.For(site.State, today);
        var around = new PushSurroundings(rules, today, await LocationsAsync(db, site.Id, cancel))
        {
            Facility = await FlagsAsync(db, site, cancel),
            FreePlantTags = rules.PlantBatchNameIsPlantTag ? await FreeTagAsync(db, site.Id, batch.BatchNumber, cancel)
                : null,
            MappedTo = await db.MetrcBatchMappings.Where(row => row.BatchId == batch.Id && row.ClosedAt == null)
                .Select(row => (long?)row.MetrcBatchId).FirstOrDefaultAsync(cancel),
            LiveOperation = await db.ReportOperations
                .Where(row => row.EntityId == batch.Id && row.Kind == ReportOperation.CreatePlantBatch
                    && row.State != ReportState.Refused && row.State != ReportState.Verified)
                .Select(row => (ReportState?)row.State).FirstOrDefaultAsync(cancel),
        };
        var environment = SiteEnvironment.Of(site);
        var hasKey = await db.MetrcCredentials.AnyAsync(row => row.SiteId == site.Id && row.Environment == environment,
            cancel);
        return new PushFacts(batch, site, command, around, resolved, hasKey);
    }

    /// <summary>Every finding, and the report when nothing blocks.</summary>
    public PushCheck Check()
    {
        var check = Command.Check(Around);
        var reportable = Command.Batch.Domain == Domain.Cultivation.DomainType.Cannabis;
        // Without a key nothing was ever pulled, so that what the rules then say about locations would mislead.
        return HasKey || !reportable || check.Problem?.Kind == ProblemKind.Conflict
            ? check
            : new PushCheck([], null, CredentialProblems.Missing.Refuse("No active Metrc API key found for this site",
                "siteId"));
    }

    private static DateOnly Today(Site site, TimeProvider time) =>
        SiteZone.Parse(site.TimeZone).Refused(out _, out var zone)
            ? SiteZone.Utc.DayOf(time.GetUtcNow())
            : zone.DayOf(time.GetUtcNow());

    private static async Task<ResolvedLocation> ResolveAsync(
        TendrilDb db, BatchRow batch, Site site, DateOnly today, CancellationToken cancel)
    {
        var pods = await (
            from assignment in db.PodAssignments
            join pod in db.Pods on assignment.PodId equals pod.Id
            join room in db.Rooms on pod.RoomId equals room.Id
            where assignment.BatchId == batch.Id
            select new BatchPod(
                pod.Name, assignment.FromDate, assignment.ToDate, pod.MetrcLocationName, room.MetrcLocationName))
            .ToListAsync(cancel);
        return BatchLocation.Resolve(pods, site.DefaultMetrcLocationName, today);
    }

    private static async Task<BatchStrain?> StrainAsync(TendrilDb db, BatchRow batch, CancellationToken cancel)
    {
        if (batch.CultivarId is not { } cultivar) return null;
        var name = await db.Cultivars.Where(row => row.Id == cultivar).Select(row => row.Name).SingleAsync(cancel);
        var linked = await db.MetrcStrainMappings
            .Where(row => row.CultivarId == cultivar && row.SiteId == batch.SiteId && row.ClosedAt == null)
            .Select(row => row.MetrcStrainName).FirstOrDefaultAsync(cancel);
        return new BatchStrain(name, linked);
    }

    private static async Task<IReadOnlyCollection<Domain.Compliance.MetrcLocation>> LocationsAsync(
        TendrilDb db, Guid siteId, CancellationToken cancel)
    {
        var rows = await db.MetrcObjects
            .Where(row => row.SiteId == siteId && row.Kind == MirrorKind.Locations && row.GoneAt == null)
            .Select(row => new { row.MetrcId, row.Name, row.Active, row.Payload }).ToListAsync(cancel);
        return [.. rows.Select(row =>
        {
            var told = JsonSerializer.Deserialize(row.Payload, MetrcJson.Default.MetrcLocation)
                ?? throw new InvalidOperationException("The mirror holds an empty location.");
            return new Domain.Compliance.MetrcLocation(row.MetrcId, row.Name)
            {
                IsActive = row.Active, ForPlantBatches = told.ForPlantBatches, ForPlants = told.ForPlants,
                ForHarvests = told.ForHarvests, ForPackages = told.ForPackages,
            };
        })];
    }

    private static async Task<FacilityFlags?> FlagsAsync(TendrilDb db, Site site, CancellationToken cancel)
    {
        var payload = await db.MetrcObjects
            .Where(row => row.SiteId == site.Id && row.Kind == MirrorKind.Facilities && row.Name == site.License)
            .Select(row => row.Payload).FirstOrDefaultAsync(cancel);
        var type = payload is null ? null : JsonSerializer.Deserialize(payload,
            MetrcJson.Default.MetrcFacility)?.FacilityType;
        return type is null
            ? null
            : new FacilityFlags
            {
                CanGrowPlants = type.CanGrowPlants,
                CanCreateOpeningBalancePlantBatches = type.CanCreateOpeningBalancePlantBatches,
            };
    }

    // A facility may have tens of thousands; only the one that the batch is named after matters, and whether any were
    // pulled.
    private static async Task<IReadOnlyCollection<Tag>?> FreeTagAsync(
        TendrilDb db, Guid siteId, string name, CancellationToken cancel)
    {
        var tags = db.MetrcObjects.Where(row => row.SiteId == siteId && row.Kind == MirrorKind.PlantTags
            && row.GoneAt == null && row.Active);
        if (!Tag.TryParse(name, out var tag)) return [];
        var label = tag.ToString();
        if (await tags.AnyAsync(row => row.Name == label, cancel)) return [tag];
        return await tags.AnyAsync(cancel) ? [] : null;
    }

    private static Domain.Cultivation.Batch ToDomain(BatchRow row) => new(
        row.Id, row.BatchNumber, row.DomainType, row.CultivarId, row.SourceType, row.PlantCount, row.StartDate)
    {
        Stage = row.Stage,
        Status = row.Status,
        SourcePackage = Tag.TryParse(row.SourcePackageLabel, out var package) ? package : null,
        MotherPlant = Tag.TryParse(row.MotherPlantLabel, out var mother) ? mother : null,
        ExpectedHarvestOn = row.ExpectedHarvestDate,
        ActualHarvestOn = row.ActualHarvestDate,
        Notes = row.Notes,
    };
}
