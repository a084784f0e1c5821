namespace Tendril.Domain.Cultivation;

/// <summary>Adds a cultivar.</summary>
public sealed record CreateCultivar(Guid Id, CultivarForm Form)
{
    /// <param name="otherNames">Names of the organisation's other cultivars.</param>
    public Result<Decided<Cultivar>> Decide(IReadOnlyCollection<string> otherNames)
    {
        var checks = new Checks();
        var cultivar = CultivarRules.Check(checks, Id, Form, otherNames);
        return checks.Refused(out var problem) ? problem : new Decided<Cultivar>(cultivar, checks.Warnings);
    }
}

/// <summary>Changes a cultivar; the form replaces all of its fields.</summary>
public sealed record EditCultivar(CultivarForm Form)
{
    /// <param name="cultivar">The cultivar as it is stored.</param>
    /// <param name="otherNames">Names of the organisation's other cultivars.</param>
    public Result<Decided<Cultivar>> Decide(Cultivar cultivar, IReadOnlyCollection<string> otherNames)
    {
        var checks = new Checks();
        var edited = CultivarRules.Check(checks, cultivar.Id, Form, otherNames);
        return checks.Refused(out var problem) ? problem : new Decided<Cultivar>(edited, checks.Warnings);
    }
}

/// <summary>The rules that creating and editing share.</summary>
internal static class CultivarRules
{
    /// <summary>A score from here on, short of equal, is worth a question.</summary>
    private const decimal Close = 0.85m;

    public static Cultivar Check(Checks checks, Guid id, CultivarForm form, IReadOnlyCollection<string> otherNames)
    {
        var fields = FieldRules.Current;
        var name = checks.Take(fields.Text("cultivar_name", form.Name, "name")) ?? "";
        if (name.Length > 0) CheckName(checks, name, otherNames);
        CheckPercentages(checks, form);
        CheckRange(checks, "thcMinPercent", form.ThcMinPercent, form.ThcMaxPercent);
        CheckRange(checks, "cbdMinPercent", form.CbdMinPercent, form.CbdMaxPercent);
        if (form.IndicaPercent + form.SativaPercent is { } sum and not 100)
            checks.Add(CultivarProblems.SumMismatch.Warning(
                "indicaPercent", $"Indica and sativa add up to {sum} percent, not 100"));
        return new Cultivar(id, name)
        {
            IndicaPercent = form.IndicaPercent,
            SativaPercent = form.SativaPercent,
            ThcMinPercent = form.ThcMinPercent,
            ThcMaxPercent = form.ThcMaxPercent,
            CbdMinPercent = form.CbdMinPercent,
            CbdMaxPercent = form.CbdMaxPercent,
            Notes = checks.Take(fields.Text("notes", form.Notes, "notes")) is { Length: > 0 } notes ? notes : null,
        };
    }

    private static void CheckName(Checks checks, string name, IReadOnlyCollection<string> otherNames)
    {
        var same = otherNames.FirstOrDefault(
            other => other.Trim().Equals(name, StringComparison.OrdinalIgnoreCase));
        if (same is not null)
        {
            checks.Add(CultivarProblems.NameTaken.Error("name", $"There is already a cultivar \"{same}\""));
            return;
        }

        var nearest = NameMatch.Best(name, otherNames, Close, most: 1);
        if (nearest.Count > 0)
            checks.Add(CultivarProblems.CloseMatch.Warning("name", $"\"{nearest[0].Name}\" is almost the same name"));
    }

    private static void CheckPercentages(Checks checks, CultivarForm form)
    {
        (string Field, decimal? Value)[] all =
        [
            ("indicaPercent", form.IndicaPercent), ("sativaPercent", form.SativaPercent),
            ("thcMinPercent", form.ThcMinPercent), ("thcMaxPercent", form.ThcMaxPercent),
            ("cbdMinPercent", form.CbdMinPercent), ("cbdMaxPercent", form.CbdMaxPercent),
        ];
        foreach (var (field, value) in all)
            if (value is { } percent)
                checks.Take(FieldRules.Current.Number("percent", percent, field));
    }

    private static void CheckRange(Checks checks, string field, decimal? min, decimal? max)
    {
        if (min > max)
            checks.Add(CultivarProblems.MinAboveMax.Error(field, $"The minimum {min} is above the maximum {max}"));
    }
}
