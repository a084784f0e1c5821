namespace Tendril.Domain.Compliance;

/// <summary>A strain of Metrc's that a cultivar may be linked to.</summary>
public sealed record MetrcStrain(long Id, string Name);

/// <summary>
/// A link to offer. <see cref="IsSame"/> means the names are one but for case, marks and the order of words.
/// </summary>
public sealed record StrainSuggestion(MetrcStrain Strain, decimal Score)
{
    public bool IsSame => Score == 1;
}

/// <summary>Offers links between cultivars and strains; a person decides.</summary>
public static class StrainLink
{
    private const decimal Least = 0.6m;

    /// <summary>The best strains for a cultivar's name, best first.</summary>
    public static IReadOnlyList<StrainSuggestion> Suggest(
        string cultivar, IEnumerable<MetrcStrain> strains, int most = 3) =>
        [.. strains.Select(strain => new StrainSuggestion(strain, NameMatch.Score(cultivar, strain.Name)))
            .Where(suggestion => suggestion.Score >= Least)
            .OrderByDescending(suggestion => suggestion.Score)
            .ThenBy(suggestion => suggestion.Strain.Name, StringComparer.OrdinalIgnoreCase)
            .Take(most)];
}
