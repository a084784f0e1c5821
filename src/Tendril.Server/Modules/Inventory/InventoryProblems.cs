using Tendril.Domain;

namespace Tendril.Server.Modules.Inventory;

/// <summary>Refusals about stock.</summary>
public static class InventoryProblems
{
    public static readonly ProblemCode LotUnknown = new(
        "inventory.lot_not_found", "No lot has this id, or it lies at a site that is not yours.",
        "Choose a lot from the list.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [LotUnknown];
}
