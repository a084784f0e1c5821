using System.Text.Json;
using Tendril.Domain.Compliance;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>Differences as the ledger keeps them.</summary>
public static class KeptDifferences
{
    public const string None = "[]";

    public static string Of(IReadOnlyList<ReportDifference> differences) =>
        JsonSerializer.Serialize(differences, JsonSerializerOptions.Web);

    public static IReadOnlyList<ReportDifference> Read(string kept) =>
        JsonSerializer.Deserialize<List<ReportDifference>>(kept, JsonSerializerOptions.Web) ?? [];
}
