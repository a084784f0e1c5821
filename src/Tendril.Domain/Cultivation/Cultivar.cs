namespace Tendril.Domain.Cultivation;

/// <summary>A cultivar; Metrc calls it a strain. Percentages are 0-100 as people write them.</summary>
public sealed record Cultivar(Guid Id, string Name)
{
    public decimal? IndicaPercent { get; init; }

    public decimal? SativaPercent { get; init; }

    public decimal? ThcMinPercent { get; init; }

    public decimal? ThcMaxPercent { get; init; }

    public decimal? CbdMinPercent { get; init; }

    public decimal? CbdMaxPercent { get; init; }

    public string? Notes { get; init; }
}

/// <summary>What a person fills in for a cultivar, unchecked.</summary>
public sealed record CultivarForm(string? Name)
{
    public decimal? IndicaPercent { get; init; }

    public decimal? SativaPercent { get; init; }

    public decimal? ThcMinPercent { get; init; }

    public decimal? ThcMaxPercent { get; init; }

    public decimal? CbdMinPercent { get; init; }

    public decimal? CbdMaxPercent { get; init; }

    public string? Notes { get; init; }
}

/// <summary>What is wrong with a cultivar.</summary>
public static class CultivarProblems
{
    public static readonly ProblemCode NameTaken = new(
        "cultivar.name_taken",
        "Another cultivar of the organisation has this name; letter case does not count.",
        "Use the existing cultivar, or give this one a different name.");

    public static readonly ProblemCode CloseMatch = new(
        "close_match_found",
        "The name is almost the same as one that exists already.",
        "Use the existing one if it is the same plant or product; otherwise go on.");

    public static readonly ProblemCode SumMismatch = new(
        "percentage_sum_mismatch",
        "Indica and sativa do not add up to 100 percent, which Metrc expects.",
        "Change one of the two so that they add up to 100.");

    public static readonly ProblemCode MinAboveMax = new(
        "cultivar.min_above_max",
        "The lower end of a THC or CBD range is above its upper end.",
        "Swap the two numbers or mend the wrong one.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [NameTaken, CloseMatch, SumMismatch, MinAboveMax];
}
