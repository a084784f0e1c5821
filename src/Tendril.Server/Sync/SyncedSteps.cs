using Tendril.Server.Modules.Cultivation.Tasks;
using Tendril.Server.Modules.Harvests;
using Tendril.Sync.Steps;
using Tendril.Sync.Steps.Conflicts;

namespace Tendril.Server.Sync;

/// <summary>The steps of work that devices and online addresses ask for; each module adds its own.</summary>
public static class SyncedSteps
{
    public static StepList All { get; } = new(
        [.. TaskSteps.All, .. HarvestSteps.All, new SettleConflict(SyncedTables.All),
            new ReopenConflict(SyncedTables.All)],
        [.. TaskSteps.Rules, .. HarvestSteps.EditRules]);
}
