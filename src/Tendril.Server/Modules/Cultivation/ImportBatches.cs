using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Cultivation;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Csv;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Cultivation;

/// <summary>
/// Reads batches from a CSV file, all rows or none. A batch that is here already is never overwritten.
/// </summary>
public static class ImportBatches
{
    private static readonly CsvColumn[] Columns =
    [
        new("batchNumber", Required: true, "batch", "number", "batch name", "name"),
        new("site", false, "site name", "licence", "license", "facility"), new("domainType", false, "domain", "kind"),
        new("cultivar", false, "cultivar name", "strain", "strain name"), new("sourceType", false, "source", "type"),
        new("plantCount", true, "count", "plants"), new("startDate", true, "planted", "planted date", "start"),
        new("stage", false), new("sourcePackageLabel", false, "source package"),
        new("motherPlantLabel", false, "mother plant"), new("expectedHarvestDate", false, "expected harvest"),
        new("notes", false, "note", "comments"),
    ];

    public static void Map(RouteGroupBuilder batches) => batches.MapPost("/import", HandleAsync).Needs("batch:edit")
        .TakesCsv().WithSummary("Import batches from a CSV file")
        .WithDescription(
            "Columns: `batchNumber`, `plantCount`, `startDate` (needed), `site` (name or licence; not needed with "
            + "`siteId` or a single site), `domainType`, `cultivar` (name), `sourceType`, `stage`, "
            + "`sourcePackageLabel`, `motherPlantLabel`, `expectedHarvestDate`, `notes`. All rows or none; up to 10 MB "
            + "and 50,000 rows. A batch that exists with the same fields is skipped, with others it is an error.")
        .Produces<ImportResult>().ProducesProblem(413).ProducesProblem(422);

    private static async Task<IResult> HandleAsync(
        HttpRequest request, [Description("Check the file and save nothing.")] bool? dryRun,
        [Description("The site of rows that name none.")] Guid? siteId, TendrilDb db, Caller caller, IdSource ids,
        TimeProvider time, CancellationToken cancel)
    {
        if ((await CsvUpload.ReadAsync(request, cancel)).Refused(out var problem, out var text)
            || CsvTable.Read(text, Columns).Refused(out problem, out var table))
            return ProblemResults.From(problem);
        var books = await BatchBooks.ReadAsync(db, siteId, cancel);
        List<(Batch Row, Domain.Cultivation.Batch Decided)> created = [];
        foreach (var row in table.Rows)
            if (Read(row, books, ids, time) is { } batch) created.Add(batch);
        var result = ImportResult.Of(table, created.Count, updated: 0, dryRun ?? false);
        if (!result.DryRun && result.ErrorCount == 0)
            foreach (var (row, decided) in created)
                CreateBatchHandler.Add(db, row, decided, caller.Scope, ids, time);
        return result.Answer();
    }

    /// <summary>The new batch of a row; null when the row is wrong or its batch is here already.</summary>
    private static (Batch, Domain.Cultivation.Batch)? Read(CsvRow row, BatchBooks books, IdSource ids,
        TimeProvider time)
    {
        var site = books.SiteOf(row);
        var fields = FieldsOf(row, books);
        var stage = row.Word<BatchStage>("stage") ?? BatchStage.Planning;
        if (site is null || row.Errors.Count > 0) return null;
        if (!books.IsNew(site.Id, row.Text("batchNumber"), out var existing))
        {
            if (existing is null) row.Add("batchNumber", CsvProblems.TwiceInFile,
            $"\"{row.Text("batchNumber")}\" stands in the file more than once");
            else if (Differs(existing, fields))
                row.Add("batchNumber", BatchProblems.NumberTaken,
                    $"This site already has a batch \"{existing.BatchNumber}\" with other values");
            return null;
        }

        var batch = new Batch { Id = ids.Next(), SiteId = site.Id, BatchNumber = "" };
        var around = new BatchSurroundings(NumberTaken: false, site.Today(time));
        if (new CreateBatch(batch.Id, fields.Form(stage)).Decide(around).Refused(out var problem, out var decided))
        {
            row.Add(problem.AsSent());
            return null;
        }

        fields.Write(batch, decided.Value);
        return (batch, decided.Value);
    }

    private static BatchFields FieldsOf(CsvRow row, BatchBooks books) => new(
        row.Text("batchNumber"), row.Word<DomainType>("domainType") ?? DomainType.Cannabis, books.CultivarOf(row),
        row.Word<SourceType>("sourceType") ?? SourceType.Clone, row.Text("sourcePackageLabel"),
        row.Text("motherPlantLabel"),
        row.Whole("plantCount") ?? 0, row.Date("startDate"), row.Date("expectedHarvestDate"), Notes: row.Text("notes"));

    /// <summary>Stage and count move on by themselves and do not make a row different.</summary>
    private static bool Differs(Batch known, BatchFields fields) =>
        known.DomainType != fields.DomainType || known.CultivarId != fields.CultivarId
            || known.SourceType != fields.SourceType
        || known.StartDate != fields.StartDate || known.ExpectedHarvestDate != fields.ExpectedHarvestDate
        || known.Notes != fields.Notes || !SameLabel(known.SourcePackageLabel, fields.SourcePackageLabel)
        || !SameLabel(known.MotherPlantLabel, fields.MotherPlantLabel);

    private static bool SameLabel(string? known, string? given) =>
        string.Equals(known, given, StringComparison.OrdinalIgnoreCase);
}
