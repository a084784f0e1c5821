using System.Globalization;

namespace Tendril.Domain.Harvests;

/// <summary>One entry of a scale. Entries are never changed; one that was wrong is named by another.</summary>
public sealed record Weighing(Guid Id, WeightKind Kind, decimal Grams, DateTimeOffset MeasuredAt, Guid? Corrects);

/// <summary>The weights of a harvest as they count: the newest of each kind that nobody has corrected.</summary>
public sealed record HarvestWeights(decimal? Wet, decimal? Dry, decimal? Trimmings)
{
    public static HarvestWeights Of(IReadOnlyCollection<Weighing> all)
    {
        var corrected = all.Select(one => one.Corrects).OfType<Guid>().ToHashSet();
        decimal? Counted(WeightKind kind) => all
            .Where(one => one.Kind == kind && !corrected.Contains(one.Id))
            .OrderBy(one => one.MeasuredAt).ThenBy(one => one.Id.ToString("D"), StringComparer.Ordinal)
            .LastOrDefault()?.Grams;
        return new HarvestWeights(Counted(WeightKind.Wet), Counted(WeightKind.Dry), Counted(WeightKind.Trimmings));
    }

    /// <summary>Why a harvest cannot go into stock with these; null when it can.</summary>
    public Problem? AgainstStock() => Dry is not { } dry || dry <= 0
        ? HarvestProblems.DryWeightNeeded.Refuse("The harvest has no dry weight yet", "dry")
        : Wet is { } wet && dry > wet
            ? HarvestProblems.DryOverWet.Refuse($"{Text(dry)} g dry is more than {Text(wet)} g wet", "dry")
            : null;

    /// <summary>Checks one entry by itself.</summary>
    public static Problem? Check(decimal grams, HarvestStageRules rules)
    {
        if (grams < 0 || grams > rules.MostGrams) return HarvestProblems.WeightRange.Refuse(
            $"A weight is 0 to {Text(rules.MostGrams)} g, not {Text(grams)}", "grams");
        return grams % rules.StepGrams == 0 ? null : HarvestProblems.WeightRange.Refuse(
            $"A weight is told to {Text(rules.StepGrams)} g, not {Text(grams)}", "grams");
    }

    private static string Text(decimal grams) => grams.ToString("0.##########", CultureInfo.InvariantCulture);
}
