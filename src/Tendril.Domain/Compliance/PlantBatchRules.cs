using System.Globalization;
using System.Text.RegularExpressions;

namespace Tendril.Domain.Compliance;

/// <summary>
/// A plant batch as it would be told to Metrc, before anybody checked it. Everything may be missing or wrong.
/// </summary>
/// <param name="PlantedDate">ISO, <c>2026-01-31</c>, a day at the facility.</param>
public sealed record PlantBatchDraft(
    string? Name, string? Type, decimal? Count, string? Strain, string? Location, string? PlantedDate);

/// <summary>
/// Limits for plant batches, <c>rules/plant-batch.json</c>, and the checks of single fields built on them.
/// </summary>
public sealed class PlantBatchRules
{
    private readonly Regex _namePattern;
    private readonly IReadOnlyList<string> _types;
    private readonly (int Min, int Max) _nameLength;
    private readonly (int High, int UsualLimit) _count;
    private readonly (int OldDays, DateOnly Oldest) _planted;

    private PlantBatchRules(RuleNode file)
    {
        Origin = file.Origin(
            "types", "nameLength", "namePattern", "highPlantCount", "usualBatchLimit", "oldPlantedDays",
            "oldestPlantedOn", "stagesToSync", "mostInOneRequest");
        _types = file.At("types").Texts();
        var length = file.At("nameLength").Only("min", "max");
        _nameLength = (length.At("min").Whole(), length.At("max").Whole());
        _namePattern = PatternOf(file.At("namePattern"));
        _count = (file.At("highPlantCount").Whole(), file.At("usualBatchLimit").Whole());
        _planted = (file.At("oldPlantedDays").Whole(), file.At("oldestPlantedOn").Date());
        StagesToSync = [.. file.At("stagesToSync").Items().Select(item => item.Word<Cultivation.BatchStage>())];
        MostInOneRequest = file.At("mostInOneRequest").Whole();
    }

    public static PlantBatchRules Current { get; } = Read(RuleFile.Open("rules/plant-batch.json"));

    public RuleOrigin Origin { get; }

    public IReadOnlyList<Cultivation.BatchStage> StagesToSync { get; }

    public int MostInOneRequest { get; }

    public static PlantBatchRules Read(RuleNode file) => new(file);

    /// <summary>Checks every field that can be judged without other rows.</summary>
    public IReadOnlyList<Finding> Check(PlantBatchDraft draft, StateRules state, DateOnly today) =>
    [
        .. CheckName(draft.Name),
        .. CheckType(draft.Type),
        .. CheckCount(draft.Count, state),
        .. string.IsNullOrWhiteSpace(draft.Strain)
            ? [PlantBatchCodes.StrainRequired.Error("strain", "Strain is required")]
            : Array.Empty<Finding>(),
        .. string.IsNullOrWhiteSpace(draft.Location)
            ? [PlantBatchCodes.LocationRequired.Error("location", "Location is required")]
            : Array.Empty<Finding>(),
        .. CheckPlanted(draft.PlantedDate, today),
    ];

    public IEnumerable<Finding> CheckName(string? value)
    {
        var name = value?.Trim() ?? "";
        if (name.Length == 0)
        {
            yield return PlantBatchCodes.NameRequired.Error("name", "Name is required");
            yield break;
        }

        if (name.Length < _nameLength.Min || name.Length > _nameLength.Max)
            yield return PlantBatchCodes.InvalidNameLength.Error(
                "name", $"Name must have {_nameLength.Min} to {_nameLength.Max} characters, not {name.Length}");
        if (!_namePattern.IsMatch(name))
            yield return PlantBatchCodes.SpecialCharacters.Warning(
                "name", "Name holds characters other than letters, digits, space, - and _");
    }

    private IEnumerable<Finding> CheckType(string? type)
    {
        if (string.IsNullOrWhiteSpace(type))
            yield return PlantBatchCodes.TypeRequired.Error("type", "Type is required");
        else if (!_types.Contains(type.Trim(), StringComparer.OrdinalIgnoreCase))
            yield return PlantBatchCodes.InvalidType.Error("type", $"Type must be {string.Join(" or ", _types)}");
    }

    private IEnumerable<Finding> CheckCount(decimal? count, StateRules state)
    {
        if (count is null)
        {
            yield return PlantBatchCodes.CountRequired.Error("count", "Count is required");
            yield break;
        }

        if (PlantCount.Of(count.Value, "count").Refused(out var problem, out var plants))
        {
            yield return problem.AsFinding();
            yield break;
        }

        var limit = state.PlantBatchLimit ?? _count.UsualLimit;
        if (plants.Plants > _count.High)
            yield return PlantBatchCodes.HighCount.Warning(
                "count", string.Create(
                    CultureInfo.InvariantCulture,
                    $"Plant count is unusually high (>{_count.High:N0}). Please verify."));
        if (plants.Plants > limit)
            yield return PlantBatchCodes.ExceedsLimit.Warning(
                "count", $"{plants} plants are above the usual limit of {limit} per batch in {state.State}");
    }

    private IEnumerable<Finding> CheckPlanted(string? value, DateOnly today)
    {
        if (string.IsNullOrWhiteSpace(value))
            yield return PlantBatchCodes.PlantedRequired.Error("plantedDate", "Planted date is required");
        else if (!DateOnly.TryParseExact(
            value.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                 || day < _planted.Oldest)
            yield return PlantBatchCodes.PlantedInvalid.Error("plantedDate", $"\"{value}\" is not a planted date");
        else if (day > today)
            yield return PlantBatchCodes.PlantedInFuture.Error(
                "plantedDate",
                $"Planted date {day:yyyy-MM-dd} is in the future; at the facility it is {today:yyyy-MM-dd}");
        else if (day < today.AddDays(-_planted.OldDays))
            yield return PlantBatchCodes.PlantedOld.Warning(
                "plantedDate", $"Planted date {day:yyyy-MM-dd} is more than a year ago");
    }

    private static Regex PatternOf(RuleNode node)
    {
        try
        {
            // In the rule files $ is the very end, as in JavaScript; .NET's own $ lets a line feed follow.
            var pattern = node.Text();
            if (pattern.EndsWith('$')) pattern = pattern[..^1] + @"\z";
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (ArgumentException broken)
        {
            throw node.Broken($"is not a pattern: {broken.Message}");
        }
    }
}
