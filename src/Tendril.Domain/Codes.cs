using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tendril.Domain.Compliance;
using Tendril.Domain.Cultivation;
using Tendril.Domain.Harvests;
using Tendril.Domain.Inventory;
using Tendril.Domain.Organisation;
using Tendril.Domain.Tasks;

namespace Tendril.Domain;

/// <summary>All codes of the domain, and the text of <c>docs/codes.md</c>.</summary>
public static class Codes
{
    /// <summary>The domain's areas. The server adds its own when it writes the document.</summary>
    public static IReadOnlyList<CodeArea> Areas { get; } =
    [
        new("Fields and values",
            [.. FieldRules.Codes, WireName.NotInList, .. Tag.Codes, .. UnitOfMeasure.Codes, .. SiteZone.Codes]),
        new("Organisation", Roles.Codes),
        new("Cultivars", CultivarProblems.Codes),
        new("Batches and pods", [.. BatchProblems.Codes, .. PodProblems.Codes]),
        new("Harvests", HarvestProblems.Codes),
        new("Plant batches in Metrc", [.. PlantBatchCodes.Codes, .. BatchLocation.Codes]),
        new("Tasks and series", [.. Recurrence.Codes, .. TaskProblems.Codes]),
        new("Pulling from Metrc", [.. PullPlan.Codes, .. PackageLot.Codes]),
    ];

    /// <summary>Every code of the domain.</summary>
    public static IReadOnlyList<ProblemCode> All { get; } = [.. Areas.SelectMany(area => area.Codes)];

    /// <summary>The document: one table per area, codes in alphabetical order.</summary>
    public static string Document(IEnumerable<CodeArea> areas)
    {
        var text = new StringBuilder()
            .Append("# Codes\n\n")
            .Append("Every refusal and warning carries one of these codes. They are stable: a code is never\n")
            .Append("renamed or used for something else. This page is written from the source by the tests\n")
            .Append("(`TENDRIL_WRITE_CODES=1 ./test`); change the code, not the page.\n");
        foreach (var area in areas)
        {
            text.Append($"\n## {area.Title}\n\n| code | cause | what to do |\n|---|---|---|\n");
            foreach (var code in area.Codes.OrderBy(code => code.Code, StringComparer.Ordinal))
                text.Append($"| `{code.Code}` | {Cell(code.Cause)} | {Cell(code.Remedy)} |\n");
        }

        return text.ToString();
    }

    /// <summary>The codes for the web app: an object of code to cause and remedy, in alphabetical order.</summary>
    public static string Words(IEnumerable<CodeArea> areas)
    {
        var words = areas.SelectMany(area => area.Codes).OrderBy(code => code.Code, StringComparer.Ordinal)
            .ToDictionary(code => code.Code, code => new { code.Cause, code.Remedy }, StringComparer.Ordinal);
        return JsonSerializer.Serialize(words, ForPeople) + "\n";
    }

    private static readonly JsonSerializerOptions ForPeople = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a file, not part of a page: no need to escape < and '
    };

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
