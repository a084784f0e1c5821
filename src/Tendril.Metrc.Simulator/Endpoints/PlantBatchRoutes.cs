using System.Text.Json;
using Tendril.Metrc.Simulator.Http;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Metrc.Simulator.Endpoints;

/// <summary>Plant batches read back: lists, one by id, and the two types.</summary>
internal static class PlantBatchRoutes
{
    private static readonly string[] View = [Permissions.ViewImmaturePlants];
    private static readonly Listing<PlantBatch> Active = new("active", b => b.IsActive, Write);
    private static readonly Listing<PlantBatch> Inactive = new("inactive", b => !b.IsActive, Write);
    private static readonly DateTimeOffset TypesSince = new(2021, 11, 19, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Seed is 1 and Clone is 2.</summary>
    internal static readonly IReadOnlyList<string> TypeNames = ["Seed", "Clone"];

    internal static readonly IReadOnlyList<Route> All =
    [
        Guarded("/plantbatches/v2/active", call => Paging.Of(call, call.State.PlantBatches, Active)),
        Guarded("/plantbatches/v2/inactive", call => Paging.Of(call, call.State.PlantBatches, Inactive)),
        new("GET", "/plantbatches/v2/types", Types) { Licence = LicenceNeed.None },
        Guarded("/plantbatches/v2/{id}", call => Found.ById(call, call.State.PlantBatches, Write)) with
        {
            Licence = LicenceNeed.Optional,
        },
    ];

    private static Route Guarded(string path, Func<Call, Reply> handle) =>
        new("GET", path, handle) { Needs = View, Flag = FacilityFlags.GrowsPlants };

    private static Reply Types(Call call) => Paging.Of(call, TypeNames.Index().ToList(), static (w, type, _) =>
    {
        w.WriteStartObject();
        w.WriteNumber("Id", type.Index + 1);
        w.WriteString("Name", type.Item);
        w.WriteBoolean("CanBeCloned", type.Item == "Seed");
        w.Moment("LastModified", TypesSince);
        w.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter w, PlantBatch batch, Call call)
    {
        w.WriteStartObject();
        w.WriteNumber("Id", batch.Id);
        w.WriteString("Name", batch.Name);
        w.WriteNumber("PlantBatchTypeId", batch.TypeName == "Seed" ? 1 : 2);
        w.WriteString("PlantBatchTypeName", batch.TypeName);
        WritePlaceAndStrain(w, batch, call);
        w.WriteNumber("UntrackedCount", batch.UntrackedCount);
        w.WriteNumber("TrackedCount", batch.TrackedCount);
        w.WriteNumber("PackagedCount", batch.PackagedCount);
        w.WriteNumber("DestroyedCount", batch.DestroyedCount);
        w.Whole("SourcePackageId", batch.SourcePackageId);
        w.WriteString("SourcePackageLabel", batch.SourcePackageLabel);
        w.Whole("SourcePlantId", batch.SourcePlantId);
        w.WriteString("SourcePlantLabel", batch.SourcePlantLabel);
        w.WriteStartArray("SourcePlantBatchIds");
        foreach (var id in batch.SourcePlantBatchIds) w.WriteNumberValue(id);
        w.WriteEndArray();
        w.WriteString("SourcePlantBatchNames", batch.SourcePlantBatchIds.Count == 0 ? null
            : string.Join(", ", batch.SourcePlantBatchIds.Select(id => call.State.PlantBatches.Find(id)?.Name)));
        w.WriteBoolean("MultiPlantBatch", batch.SourcePlantBatchIds.Count > 1);
        w.Day("PlantedDate", batch.PlantedDate);
        w.Moment("LastModified", batch.LastModified);
        w.Falses("IsOnHold", "IsOnInvestigation", "IsOnInvestigationHold", "IsOnInvestigationRecall");
        w.WriteEndObject();
    }

    private static void WritePlaceAndStrain(Utf8JsonWriter w, PlantBatch batch, Call call)
    {
        var location = batch.LocationId is { } id ? call.State.Locations.Find(id) : null;
        w.Whole("LocationId", location?.Id);
        w.WriteString("LocationName", location?.Name);
        w.WriteString("LocationTypeName", location?.TypeName);
        w.WriteNumber("StrainId", batch.StrainId);
        w.WriteString("StrainName", call.State.Strains.Find(batch.StrainId)?.Name);
        w.Nulls("SublocationId", "SublocationName", "PatientLicenseNumber");
    }
}
