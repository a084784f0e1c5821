using Tendril.Metrc.Simulator.Http;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Metrc.Simulator.Endpoints;

/// <summary>What every new plant batch must be, whichever way it comes.</summary>
internal static class Planting
{
    internal sealed record Wish
    {
        internal string? Name { get; init; }
        internal string? Type { get; init; }
        internal long? Count { get; init; }
        internal string? Strain { get; init; }
        internal string? Location { get; init; }
        internal DateOnly? Date { get; init; }
    }

    internal static RowResult Create(Call call, Wish wish, Func<PlantBatch, PlantBatch> withSource)
    {
        if (Misnamed(call, wish.Name, out var tag) is { } badName) return badName;
        if (Misplaced(call, wish.Location, out var location) is { } badPlace) return badPlace;
        if (wish.Type is null) return "Plant Batch Type was not specified";
        var type = PlantBatchRoutes.TypeNames.FirstOrDefault(t =>
            t.Equals(wish.Type, StringComparison.OrdinalIgnoreCase));
        if (type is null) return $"Plant Batch Type '{wish.Type}' was not found";
        if (wish.Count is not (> 0 and <= int.MaxValue)) return "Plant Batch Count must be greater than zero";
        if (wish.Strain is null) return "Strain was not specified";
        if (call.State.Strains.Find(call.Here.Id, wish.Strain) is not { } strain)
            return $"Strain '{wish.Strain}' was not found";
        if (wish.Date is not { } date) return "Planted Date was not specified";
        if (date > call.Today) return "Planted Date cannot be in the future";

        if (tag is not null) call.State.Stored(call.State.Tags, tag with { IsUsed = true, LastModified = call.Now });
        var batch = withSource(new PlantBatch
        {
            Id = call.State.NextId(),
            FacilityId = call.Here.Id,
            LastModified = call.Now,
            Name = wish.Name!,
            TypeName = type,
            StrainId = strain.Id,
            LocationId = location?.Id,
            UntrackedCount = (int)wish.Count,
            PlantedDate = date,
        });
        call.State.PlantBatches.Put(batch);
        call.State.CountCreation(batch.Name);
        return batch.Id;
    }

    private static RowResult? Misnamed(Call call, string? name, out Tag? tag)
    {
        tag = null;
        if (name is null) return "Plant Batch Name was not specified";
        if (call.Options.UniqueBatchNames && call.State.PlantBatches.Find(call.Here.Id, name) is not null)
            return $"Plant Batch Name '{name}' is already in use";
        if (!call.Here.BatchNameIsPlantTag) return null;
        tag = call.State.Tags.Find(0, name);
        if (tag is { Kind: TagKind.Plant, IsUsed: false } && tag.FacilityId == call.Here.Id) return null;
        var message = $"Plant Batch Name '{name}' is not an available plant tag";
        return new RowResult(0, message, call.Options.BatchNameNotTagStatus);
    }

    private static string? Misplaced(Call call, string? name, out Location? location)
    {
        location = call.State.Locations.Find(call.Here.Id, name);
        if (name is null)
            return call.Here.Has(FacilityFlags.PlacesPlantBatches) ? "Location was not specified" : null;
        if (location is null) return $"Location '{name}' was not found";
        return call.Here.TypeOf(location)?.ForPlantBatches == true
            ? null
            : $"Location '{name}' cannot hold plant batches";
    }
}
