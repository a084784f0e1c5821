using System.Globalization;
using Tendril.Domain;
using Tendril.Domain.Harvests;
using Tendril.Sync.Steps;
using Tendril.Sync.Tables;

namespace Tendril.Server.Modules.Harvests;

/// <summary>What a move of a harvest writes; the web app writes the same ahead of the server.</summary>
internal static class HarvestWrites
{
    /// <summary>The stage that is left, the one that is entered, the harvest, and what came of it.</summary>
    public static IReadOnlyList<RowWrite> Of(HarvestScene harvest, StageMove move, StepMoment moment)
    {
        List<RowWrite> writes = [Left(harvest, move), Entered(harvest, move, moment), Harvest(harvest, move)];
        if (move.Result is { } result) writes.Add(Result(harvest, result, moment));
        if (move.TakesBack) writes.Add(Write("inventory", HarvestScene.ResultId(harvest.Row.Id), new()
        {
            ["reverted_at"] = Text(At(moment)),
        }));
        return writes;
    }

    public static DateTimeOffset At(StepMoment moment) => DateTimeOffset.FromUnixTimeMilliseconds(moment.At);

    private static RowWrite Left(HarvestScene harvest, StageMove move)
    {
        var row = harvest.Row;
        var weights = harvest.Now.Weights;
        Dictionary<string, string?> set = new()
        {
            ["completed_at"] = Text(move.LeftAt),
            ["wet_weight_g"] = Text(weights.Wet),
            ["dry_weight_g"] = Text(weights.Dry),
            ["trimmings_weight_g"] = Text(weights.Trimmings),
        };
        if (move.Notes is not null) set["notes"] = move.Notes;
        if (harvest.LastStage is { } last) return Write("harvest_stages", last.Id, set);
        // With the first step the first stage gets its row; until then the harvest says all of it.
        var began = row["stage_started_at"] ?? Text(move.LeftAt);
        Whose(set, row);
        set["user_id"] = row["user_id"];
        set["ordinal"] = "1";
        set["stage"] = row["stage"];
        set["entered_by"] = WireName.Of(StageEntry.Start);
        set["started_at"] = began;
        set["entered_at"] = began;
        return Write("harvest_stages", HarvestScene.StartId(row.Id), set);
    }

    private static RowWrite Entered(HarvestScene harvest, StageMove move, StepMoment moment)
    {
        Dictionary<string, string?> set = new()
        {
            ["user_id"] = Text(moment.UserId),
            ["ordinal"] = ((harvest.Now.Last?.Ordinal ?? 1) + 1).ToString(CultureInfo.InvariantCulture),
            ["stage"] = WireName.Of(move.To),
            ["from_stage"] = WireName.Of(harvest.Now.Stage),
            ["entered_by"] = WireName.Of(move.By),
            ["started_at"] = Text(move.StartedAt),
            ["entered_at"] = Text(At(moment)),
            ["completed_at"] = Over(move),
            ["reason"] = move.Reason,
            ["operation_id"] = Text(moment.OperationId),
            ["device_id"] = Text(moment.DeviceId),
        };
        Whose(set, harvest.Row);
        return Write("harvest_stages", HarvestScene.StageId(moment.OperationId), set);
    }

    private static RowWrite Harvest(HarvestScene harvest, StageMove move) => Write("harvests", harvest.Row.Id, new()
    {
        ["stage"] = WireName.Of(move.To),
        ["stage_started_at"] = Text(move.StartedAt),
        ["stage_completed_at"] = Over(move),
    });

    private static RowWrite Result(HarvestScene harvest, HarvestResult result, StepMoment moment)
    {
        var row = harvest.Row;
        Dictionary<string, string?> set = new()
        {
            ["plant_id"] = row["plant_id"],
            ["batch_id"] = row["batch_id"],
            ["user_id"] = Text(moment.UserId),
            ["final_weight_g"] = Text(result.FinalGrams),
            ["harvest_date"] = FieldText.Of(result.HarvestDate),
            ["total_duration_days"] = result.TotalDays.ToString(CultureInfo.InvariantCulture),
            ["started_at"] = Text(result.StartedAt),
            ["finished_at"] = Text(result.FinishedAt),
            ["checklist"] = result.Checklist is { } points ? FieldText.Of(points) : null,
            ["reverted_at"] = null,
        };
        Whose(set, row);
        return Write("inventory", HarvestScene.ResultId(row.Id), set);
    }

    /// <summary>Every row of a harvest is seen by whom the harvest is seen by.</summary>
    public static void Whose(Dictionary<string, string?> set, StepRow harvest)
    {
        set["site_id"] = harvest["site_id"];
        set["owner_id"] = harvest["owner_id"];
        set["harvest_id"] = Text(harvest.Id);
    }

    public static RowWrite Write(string table, Guid row, Dictionary<string, string?> set) => new(table, row, set);

    public static string Text(DateTimeOffset moment) => FieldText.Of(moment);

    public static string Text(Guid id) => FieldText.Of(id);

    private static string? Text(decimal? grams) => grams is { } known ? FieldText.Of(known) : null;

    // In stock the stage ends as it begins: the harvest is over.
    private static string? Over(StageMove move) =>
        move.To == HarvestStage.Inventory ? Text(move.StartedAt) : null;
}
