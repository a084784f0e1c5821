using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Cultivation;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Csv;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Cultivation;

/// <summary>
/// Reads cultivars from a CSV file, all rows or none. A name that exists is updated with the columns given.
/// </summary>
public static class ImportCultivars
{
    private static readonly CsvColumn[] Columns =
    [
        new("name", Required: true, "cultivar", "strain", "strain name", "cultivar name"),
        new("breeder", false), new("genetics", false, "lineage"),
        new("thcPercent", false, "thc", "thc %"), new("cbdPercent", false, "cbd", "cbd %"),
        new("indicaPercent", false, "indica", "indica %"), new("sativaPercent", false, "sativa", "sativa %"),
        new("notes", false, "note", "comments"), new("active", false),
    ];

    public static void Map(RouteGroupBuilder cultivars) => cultivars.MapPost("/import", HandleAsync).Needs("batch:edit")
        .TakesCsv().WithSummary("Import cultivars from a CSV file")
        .WithDescription(
            "The first line names the columns: `name` (needed), `breeder`, `genetics`, `thcPercent`, `cbdPercent`, "
            + "`indicaPercent`, `sativaPercent`, `notes`, `active`. All rows or none; up to 10 MB and 50,000 rows. "
            + "A name that exists is updated with the columns of the file.")
        .Produces<ImportResult>().ProducesProblem(413).ProducesProblem(422);

    private static async Task<IResult> HandleAsync(
        HttpRequest request, [Description("Check the file and save nothing.")] bool? dryRun, TendrilDb db, IdSource ids,
        CancellationToken cancel)
    {
        if ((await CsvUpload.ReadAsync(request, cancel)).Refused(out var problem, out var text)
            || CsvTable.Read(text, Columns).Refused(out problem, out var table))
            return ProblemResults.From(problem);
        var known = new Dictionary<string, Cultivar>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in await db.Cultivars.ToListAsync(cancel)) known.TryAdd(row.Name, row);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        List<Cultivar> created = [];
        foreach (var row in table.Rows)
        {
            if (row.Text("name") is { } name && !seen.Add(name))
                row.Add("name", CsvProblems.TwiceInFile, $"\"{name}\" stands in the file more than once");
            var existing = known.GetValueOrDefault(row.Text("name") ?? "");
            var target = existing ?? new Cultivar { Id = ids.Next(), Name = "" };
            if (Apply(row, target) && existing is null) created.Add(target);
        }

        db.AddRange(created);
        db.ChangeTracker.DetectChanges();
        var updated = db.ChangeTracker.Entries<Cultivar>().Count(entry => entry.State == EntityState.Modified);
        var result = ImportResult.Of(table, created.Count, updated, dryRun ?? false);
        if (result.DryRun) db.ChangeTracker.Clear();
        return result.Answer();
    }

    /// <summary>Writes the row's cells into the cultivar; false when one of them is wrong.</summary>
    private static bool Apply(CsvRow row, Cultivar target)
    {
        T Or<T>(string field, Func<string, T> read, T kept) => row.Has(field) ? read(field) : kept;
        var fields = new CultivarFields(
            row.Text("name"), Or("breeder", row.Text, target.Breeder), Or("genetics", row.Text, target.Genetics),
            Or("thcPercent", row.Number, target.ThcPercent), Or("cbdPercent", row.Number, target.CbdPercent),
            Or("indicaPercent", row.Number, target.IndicaPercent),
            Or("sativaPercent", row.Number, target.SativaPercent),
            Or("notes", row.Text, target.Notes), Or("active", row.YesNo, target.Active) ?? target.Active);
        // Names are compared by the caller, once for the whole file.
        if (new CreateCultivar(target.Id, fields.Form()).Decide([]).Refused(out var problem, out var decided)
            || fields.Origin().Refused(out problem, out var origin))
        {
            row.Add(problem.AsSent());
            return false;
        }

        if (row.Errors.Count > 0) return false;
        fields.Write(target, decided.Value, origin);
        return true;
    }
}
