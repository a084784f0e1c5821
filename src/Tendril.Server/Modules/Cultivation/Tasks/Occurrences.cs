using Tendril.Sync.Steps;
using Tendril.Sync.Tables;

namespace Tendril.Server.Modules.Cultivation.Tasks;

/// <summary>
/// Ids of what belongs to one day of a series: whoever makes it first, on whatever device, makes the same row.
/// </summary>
internal static class Occurrences
{
    private static readonly Guid TaskSpace = Guid.Parse("b6a5c0de-4f0e-4c55-9d0a-5f1f3c1b7a01");
    private static readonly Guid OverrideSpace = Guid.Parse("b6a5c0de-4f0e-4c55-9d0a-5f1f3c1b7a02");

    public static Guid TaskId(Guid series, DateOnly on) => NamedId.Of(TaskSpace, Key(series, on));

    public static Guid OverrideId(Guid series, DateOnly on) => NamedId.Of(OverrideSpace, Key(series, on));

    private static string Key(Guid series, DateOnly on) => $"{FieldText.Of(series)}/{FieldText.Of(on)}";
}
