using Tendril.Metrc.Simulator.State;

namespace Tendril.Tests.Compliance.Push;

/// <summary>What people do to plant batches in Metrc's own screens.</summary>
internal static class MetrcHands
{
    /// <summary>Enters a plant batch; it is like the ones that a test pushes unless told otherwise.</summary>
    public static PlantBatch EnterInMetrc(this PushTenant grower, string name, int plants = 24)
    {
        var state = grower.Server.Metrc.State;
        return state.Change(() =>
        {
            var facility = state.FindFacility(grower.License)!;
            return state.Stored(state.PlantBatches, new PlantBatch
            {
                Id = state.NextId(),
                FacilityId = facility.Id,
                LastModified = state.Now,
                Name = name,
                TypeName = "Clone",
                StrainId = state.Strains.Find(facility.Id, "Blue Dream")!.Id,
                UntrackedCount = plants,
                PlantedDate = DateOnly.FromDateTime(state.Now.UtcDateTime).AddDays(-2),
            });
        });
    }

    public static PlantBatch EditInMetrc(this PushTenant grower, string name, Func<PlantBatch, PlantBatch> edit)
    {
        var state = grower.Server.Metrc.State;
        return state.Change(() =>
        {
            var batch = state.PlantBatches.Find(state.FindFacility(grower.License)!.Id, name)!;
            return state.Stored(state.PlantBatches, edit(batch) with { LastModified = state.Now });
        });
    }

    public static long StrainInMetrc(this PushTenant grower, string name) =>
        grower.Server.Metrc.State.AddStrain(grower.License, name).Id;
}
