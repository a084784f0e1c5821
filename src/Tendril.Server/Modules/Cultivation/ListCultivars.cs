using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Csv;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Cultivation;

/// <summary>Reads cultivars: the list, one, and the file.</summary>
public static class ListCultivars
{
    public sealed record Filter([property: Description("Only those in use, or only those not.")] bool? Active);

    private static readonly SortTable<Cultivar> Sorts = new("name")
    {
        ["name"] = row => row.Name,
        ["breeder"] = row => row.Breeder,
        ["thcPercent"] = row => row.ThcPercent,
        ["cbdPercent"] = row => row.CbdPercent,
        ["active"] = row => row.Active,
        ["createdAt"] = row => row.CreatedAt,
        ["updatedAt"] = row => row.UpdatedAt,
    };

    private static readonly CsvField<Cultivar>[] Columns =
    [
        new("name", row => row.Name), new("breeder", row => row.Breeder), new("genetics", row => row.Genetics),
        new("thcPercent", row => row.ThcPercent), new("cbdPercent", row => row.CbdPercent),
        new("indicaPercent", row => row.IndicaPercent), new("sativaPercent", row => row.SativaPercent),
        new("notes", row => row.Notes), new("active", row => row.Active),
    ];

    public static void Map(RouteGroupBuilder cultivars)
    {
        cultivars.MapGet("/", ListAsync).Needs("batch:view").WithSummary("Cultivars")
            .WithDescription("`q` looks in name, breeder and genetics.").Produces<ListPage<CultivarView>>();
        cultivars.MapGet("/{id:guid}", GetAsync).Needs("batch:view").WithSummary("One cultivar")
            .Produces<CultivarView>().ProducesProblem(404);
        cultivars.MapGet("/export.csv", ExportAsync).Needs("batch:view").WithSummary("Cultivars as a CSV file")
            .WithDescription("The same filters as the list. The file can be imported again.")
            .Produces<string>(200, "text/csv");
    }

    private static async Task<IResult> ListAsync(
        [AsParameters] ListQuery list, [AsParameters] Filter filter, TendrilDb db, CancellationToken cancel)
    {
        if (Sorts.Order(Filtered(db, list, filter), list.Sort).Refused(out var problem, out var sorted))
            return ProblemResults.From(problem);
        return TypedResults.Ok(await sorted.ThenBy(row => row.Id).PageAsync(list, CultivarView.Of(db), cancel));
    }

    private static async Task<IResult> GetAsync(Guid id, TendrilDb db, CancellationToken cancel) =>
        await db.Cultivars.AsNoTracking().Where(row => row.Id == id).Select(CultivarView.Of(db))
            .SingleOrDefaultAsync(cancel)
            is { } found
            ? TypedResults.Ok(found)
            : ProblemResults.From(CultivationProblems.NoCultivar("id"));

    private static async Task<IResult> ExportAsync(
        [AsParameters] ListQuery list, [AsParameters] Filter filter, TendrilDb db, CancellationToken cancel)
    {
        if (Sorts.Order(Filtered(db, list, filter), list.Sort).Refused(out var problem, out var sorted))
            return ProblemResults.From(problem);
        return await CsvExport.FileAsync("cultivars.csv", sorted.ThenBy(row => row.Id).AsAsyncEnumerable(), Columns,
            cancel);
    }

    private static IQueryable<Cultivar> Filtered(TendrilDb db, ListQuery list, Filter filter)
    {
        var rows = db.Cultivars.AsNoTracking();
        if (filter.Active is { } active) rows = rows.Where(row => row.Active == active);
        if (list.Pattern is { } like)
            rows = rows.Where(row => EF.Functions.ILike(row.Name, like, ListQuery.Escape)
                || EF.Functions.ILike(row.Breeder!, like, ListQuery.Escape)
                || EF.Functions.ILike(row.Genetics!, like, ListQuery.Escape));
        return rows;
    }
}
