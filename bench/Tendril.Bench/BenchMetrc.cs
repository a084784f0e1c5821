using Tendril.Metrc.Simulator;
using Tendril.Metrc.Simulator.Seeding;

namespace Tendril.Bench;

/// <summary>A simulator without limits, with one facility to measure with.</summary>
internal static class BenchMetrc
{
    public const string Vendor = "bench-vendor-key";
    public const string User = "bench-user-key-1";

    /// <param name="licence">Of the facility.</param>
    /// <param name="sown">What the facility has.</param>
    /// <param name="cancel">Ends the start.</param>
    public static async Task<MetrcSimulator> StartAsync(
        string licence, Func<SeedPlan, SeedPlan> sown, CancellationToken cancel)
    {
        var metrc = await MetrcSimulator.StartAsync(new SimulatorOptions { Limits = false }, cancel);
        WorldSeed.Sow(metrc.State, sown(new SeedPlan
        {
            Seed = 1,
            VendorKey = Vendor,
            UserKey = User,
            Facilities = [new SeedFacility(licence, "Bench Grower")],
        }));
        return metrc;
    }
}
