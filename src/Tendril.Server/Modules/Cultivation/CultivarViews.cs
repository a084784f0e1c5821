using System.Linq.Expressions;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Cultivation;
using Tendril.Domain.Rules;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Cultivation;

/// <summary>The strain in Metrc that a cultivar is called at one site.</summary>
public sealed record StrainLinkView(Guid SiteId, long MetrcStrainId, string MetrcStrainName);

/// <summary>A cultivar; percentages are 0 to 100.</summary>
public sealed record CultivarView(
    Guid Id, string Name, string? Breeder, string? Genetics, decimal? ThcPercent, decimal? CbdPercent,
    decimal? IndicaPercent, decimal? SativaPercent, string? Notes, bool Active, int BatchCount,
    IReadOnlyList<StrainLinkView> StrainLinks, int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>The view of a row, with what the caller's sites know of it.</summary>
    public static Expression<Func<Cultivar, CultivarView>> Of(TendrilDb db) => row => new CultivarView(
        row.Id, row.Name, row.Breeder, row.Genetics, row.ThcPercent, row.CbdPercent, row.IndicaPercent,
        row.SativaPercent,
        row.Notes, row.Active,
        db.Batches.Count(batch => batch.CultivarId == row.Id),
        db.MetrcStrainMappings.Where(link => link.CultivarId == row.Id && link.ClosedAt == null)
            .OrderBy(link => link.SiteId)
            .Select(link => new StrainLinkView(link.SiteId, link.MetrcStrainId, link.MetrcStrainName)).ToList(),
        row.Version, row.CreatedAt, row.UpdatedAt);

    public static Task<CultivarView> ReadAsync(TendrilDb db, Guid id, CancellationToken cancel) =>
        db.Cultivars.AsNoTracking().Where(row => row.Id == id).Select(Of(db)).SingleAsync(cancel);
}

/// <summary>What a person fills in for a cultivar.</summary>
/// <param name="Name">Unique in the organisation; letter case does not count.</param>
/// <param name="Active">False takes the cultivar out of choices; its batches stay.</param>
public sealed record CultivarFields(
    [property: JsonRequired] string? Name, string? Breeder = null, string? Genetics = null, decimal? ThcPercent = null,
    decimal? CbdPercent = null,
    decimal? IndicaPercent = null, decimal? SativaPercent = null, string? Notes = null, bool Active = true)
{
    /// <summary>As the domain asks for them; one figure is a range of its own.</summary>
    public CultivarForm Form() => new(Name)
    {
        ThcMinPercent = ThcPercent,
        ThcMaxPercent = ThcPercent,
        CbdMinPercent = CbdPercent,
        CbdMaxPercent = CbdPercent,
        IndicaPercent = IndicaPercent,
        SativaPercent = SativaPercent,
        Notes = Notes,
    };

    /// <summary>The two fields that the domain does not decide about.</summary>
    public Result<(string? Breeder, string? Genetics)> Origin()
    {
        if (FieldRules.Current.Text("breeder", Breeder, "breeder")
            .Refused(out var problem, out var breeder)) return problem;
        if (FieldRules.Current.Text("genetics", Genetics, "genetics")
            .Refused(out problem, out var genetics)) return problem;
        return (breeder.Length > 0 ? breeder : null, genetics.Length > 0 ? genetics : null);
    }

    /// <summary>Writes what was decided into the row.</summary>
    public void Write(Cultivar row, Domain.Cultivation.Cultivar decided, (string? Breeder, string? Genetics) origin)
    {
        row.Name = decided.Name;
        row.Breeder = origin.Breeder;
        row.Genetics = origin.Genetics;
        row.ThcPercent = decided.ThcMinPercent;
        row.CbdPercent = decided.CbdMinPercent;
        row.IndicaPercent = decided.IndicaPercent;
        row.SativaPercent = decided.SativaPercent;
        row.Notes = decided.Notes;
        row.Active = Active;
    }
}
