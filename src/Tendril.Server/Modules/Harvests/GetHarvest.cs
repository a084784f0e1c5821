using System.Data;
using Npgsql;
using Tendril.Domain;
using Tendril.Domain.Harvests;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;
using Tendril.Server.Sync;
using Tendril.Sync;

namespace Tendril.Server.Modules.Harvests;

/// <summary>A stage that a harvest entered.</summary>
/// <param name="EnteredBy">How: by its start, a step on, a skip, an undo, a step back, or its end.</param>
public sealed record HarvestStageView(
    HarvestStage Stage, StageEntry EnteredBy, DateTimeOffset StartedAt, DateTimeOffset? CompletedAt, string? Reason,
    string? Notes);

/// <summary>What came of a harvest.</summary>
/// <param name="HarvestDate">The day at the site on which it began.</param>
/// <param name="RevertedAt">Since when it is taken back.</param>
public sealed record HarvestResultView(
    decimal FinalWeightGrams, DateOnly HarvestDate, long TotalDurationDays, DateTimeOffset? RevertedAt);

/// <summary>A harvest as it stands on the server.</summary>
/// <param name="WetWeightGrams">The wet weight that counts.</param>
public sealed record HarvestView(
    Guid Id, Guid SiteId, Guid? PlantId, Guid? BatchId, HarvestStage Stage, DateTimeOffset? StageStartedAt,
    DateTimeOffset? StageCompletedAt, string? Notes, decimal? WetWeightGrams, decimal? DryWeightGrams,
    decimal? TrimmingsWeightGrams, IReadOnlyList<HarvestStageView> Stages, HarvestResultView? Result);

/// <summary>Reads one harvest with its stages, for those who do not sync.</summary>
internal sealed class GetHarvest([FromKeyedServices("app")] NpgsqlDataSource source)
{
    private const string Harvest = """
        SELECT id, site_id, plant_id, batch_id, stage, stage_started_at, stage_completed_at, notes
        FROM harvests WHERE id = $1 AND deleted_at IS NULL AND ($2::uuid[] IS NULL OR site_id = ANY($2))
          AND (owner_id IS NULL OR owner_id = $3)
        """;

    private const string Stages = """
        SELECT stage, entered_by, started_at, completed_at, reason, notes FROM harvest_stages
        WHERE harvest_id = $1 AND deleted_at IS NULL ORDER BY ordinal
        """;

    private const string Weights = """
        SELECT id, kind, grams, measured_at, corrects FROM harvest_weights
        WHERE harvest_id = $1 AND deleted_at IS NULL
        """;

    private const string Result = """
        SELECT final_weight_g, harvest_date, total_duration_days, reverted_at FROM inventory WHERE harvest_id = $1
        """;

    public static void Map(RouteGroupBuilder harvests) => harvests.MapGet("/{id:guid}", async (
            Guid id, Caller caller, GetHarvest read, CancellationToken cancel) =>
        await read.FindAsync(caller, id, cancel) is { } view ? TypedResults.Ok(view) : HarvestRoutes.Unknown)
        .Needs("harvest:view").WithSummary("A harvest with its stages, its weights and what came of it")
        .Produces<HarvestView>().ProducesProblem(404);

    /// <summary>The harvest; null when there is none that the caller may see.</summary>
    public async Task<HarvestView?> FindAsync(Caller caller, Guid id, CancellationToken cancel)
    {
        await using var unit = await SyncUnit.BeginAsync(
            source, caller.OrganizationId, IsolationLevel.RepeatableRead, cancel);
        var sites = caller.SiteIds is { } seen ? (object)seen.ToArray() : DBNull.Value;
        if (await unit.Connection.Sql(Harvest, id, sites, caller.UserId).ReadAsync(View, cancel) is not [var view])
            return null;
        var weights = HarvestWeights.Of(await unit.Connection.Sql(Weights, id).ReadAsync(row => new Weighing(
            row.GetGuid(0), Word<WeightKind>(row.GetString(1)), row.GetDecimal(2), Moment(row, 3)!.Value,
            row.IsDBNull(4) ? null : row.GetGuid(4)), cancel));
        var stages = await unit.Connection.Sql(Stages, id).ReadAsync(row => new HarvestStageView(
            Word<HarvestStage>(row.GetString(0)), Word<StageEntry>(row.GetString(1)), Moment(row, 2)!.Value,
            Moment(row, 3), Text(row, 4), Text(row, 5)), cancel);
        var results = await unit.Connection.Sql(Result, id).ReadAsync(row => new HarvestResultView(
            row.GetDecimal(0), row.GetFieldValue<DateOnly>(1), row.GetInt64(2), Moment(row, 3)), cancel);
        return view with
        {
            WetWeightGrams = weights.Wet,
            DryWeightGrams = weights.Dry,
            TrimmingsWeightGrams = weights.Trimmings,
            Stages = [.. stages],
            Result = results is [var result] ? result : null,
        };
    }

    private static HarvestView View(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.IsDBNull(2) ? null : row.GetGuid(2),
        row.IsDBNull(3) ? null : row.GetGuid(3), Word<HarvestStage>(row.GetString(4)), Moment(row, 5), Moment(row, 6),
        Text(row, 7), null, null, null, [], null);

    private static T Word<T>(string text) where T : struct, Enum =>
        WireName.TryParse<T>(text, out var value) ? value : throw new InvalidOperationException(text);

    private static DateTimeOffset? Moment(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);

    private static string? Text(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);
}
