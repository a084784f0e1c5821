using Tendril.Domain;
using Tendril.Domain.Harvests;
using Tendril.Sync;
using Tendril.Sync.Merge;
using Tendril.Sync.Steps;
using Tendril.Sync.Tables;

namespace Tendril.Server.Modules.Harvests;

/// <summary>What is asked of a harvest that a person makes, corrects or deletes.</summary>
internal sealed class HarvestEdits : IEditRule
{
    private static readonly string[] Judged =
        ["plant_id", "batch_id", "site_id", "owner_id", "stage_started_at", "overlap_reason"];

    public string Table => "harvests";

    public StepNeeds Needs(RowEdit edit) => !IsJudged(edit) ? StepNeeds.None
        : Plant(edit) is not { } plant ? new StepNeeds { Looks = [("harvest_settings", HarvestScene.SettingsId)] }
        : new StepNeeds
        {
            // The plant's row is held so that two who begin at once see each other.
            Rows = [("plants", plant)],
            Looks = [("harvest_settings", HarvestScene.SettingsId)],
            Children = [("harvests", "plant_id", plant)],
        };

    public SyncRefusal? Judge(StepScene scene, RowEdit edit, StepRow? after, StepMoment moment)
    {
        if (!IsJudged(edit)) return null;
        var before = scene.Row("harvests", edit.RowId);
        if (after is null) return before?["stage"] == WireName.Of(HarvestStage.Inventory)
            ? HarvestProblems.StageNotAllowed.Of("A harvest that is in stock is not deleted; a manager takes it back")
            : null;
        if (before is not null && (before["site_id"] != after["site_id"] || before["owner_id"] != after["owner_id"]))
            return HarvestProblems.NotMoved.Of("A harvest stays where it was made", "site_id");
        if (before is null && Owner(scene, after, moment) is { } owner) return owner;
        if (before is not null && before["stage_started_at"] != after["stage_started_at"]
            && after["stage"] != WireName.Of(HarvestStage.Harvest))
            return HarvestProblems.MomentNotPossible.Of(
                "Only the start of the first stage is corrected by hand", "stage_started_at");
        var others = after["plant_id"] is { } plant
            ? scene.Children("harvests", "plant_id", Guid.Parse(plant)).Count(one => one.Id != after.Id
                && one["stage"] != WireName.Of(HarvestStage.Inventory)) : 0;
        return new StartHarvest(after["plant_id"] is not null, after["batch_id"] is not null,
            HarvestScene.Moment(after["stage_started_at"]), others, after["overlap_reason"])
            .Against(DateTimeOffset.FromUnixTimeMilliseconds(moment.ClaimedAt), HarvestStageRules.Current)?.Of();
    }

    public IReadOnlyList<RowWrite> Blocked(StepScene scene, RowEdit edit, StepMoment moment, SyncRefusal refusal)
    {
        // What was refused by other rules names sites and rows that may not be there.
        if (!refusal.Code.StartsWith("harvest.", StringComparison.Ordinal)) return [];
        var before = scene.Row("harvests", edit.RowId);
        var whose = before is null ? (Value(edit, "site_id"), Value(edit, "owner_id"))
            : (before["site_id"], before["owner_id"]);
        return [new HarvestAudit(HarvestAttempt.SyncRejected, before?["stage"], null, Value(edit, "overlap_reason"))
            .Write(edit.RowId, whose, moment, refusal)];
    }

    private static SyncRefusal? Owner(StepScene scene, StepRow after, StepMoment moment)
    {
        var kept = scene.Row("harvest_settings", HarvestScene.SettingsId)?["kept_to_owner"] == "true";
        return after["owner_id"] == (kept ? FieldText.Of(moment.UserId) : null) ? null
            : HarvestProblems.NotMoved.Of(kept ? "A harvest belongs to the person who makes it"
                : "Harvests of this organisation belong to everybody at the site", "owner_id");
    }

    private static bool IsJudged(RowEdit edit) => edit.Kind != EditKind.Patch
        || edit.Fields.Any(field => Judged.Contains(edit.Table.Fields[field.Position].Name));

    private static Guid? Plant(RowEdit edit) => Value(edit, "plant_id") is { } id ? Guid.Parse(id) : null;

    private static string? Value(RowEdit edit, string name)
    {
        var position = edit.Table.PositionOf(name);
        return edit.Fields.FirstOrDefault(field => field.Position == position).New;
    }
}

/// <summary>What is asked of a weight.</summary>
internal sealed class WeightEdits : IEditRule
{
    public string Table => "harvest_weights";

    public StepNeeds Needs(RowEdit edit) => edit.Kind == EditKind.Create && Harvest(edit) is { } harvest
        ? new StepNeeds { Looks = [("harvests", harvest)] } : StepNeeds.None;

    public SyncRefusal? Judge(StepScene scene, RowEdit edit, StepRow? after, StepMoment moment)
    {
        if (after is null) return null;
        if (!WireName.TryParse<WeightKind>(after["kind"], out _))
            return HarvestProblems.WeightKindUnknown.Of($"There is no weight of the kind {after["kind"]}", "kind");
        var grams = decimal.Parse(after["grams"]!, System.Globalization.CultureInfo.InvariantCulture);
        if (HarvestWeights.Check(grams, HarvestStageRules.Current) is { } wrong) return wrong.Of();
        if (StartHarvest.IsLater(HarvestScene.Moment(after["measured_at"]),
            DateTimeOffset.FromUnixTimeMilliseconds(moment.ClaimedAt)))
            return HarvestProblems.MomentNotPossible.Of("A weight cannot be measured in the future", "measured_at");
        return scene.Row("harvests", Guid.Parse(after["harvest_id"]!)) is { } harvest
            && (harvest["site_id"] != after["site_id"] || harvest["owner_id"] != after["owner_id"])
            ? HarvestProblems.NotMoved.Of("A weight belongs to the site and the person of its harvest", "site_id")
            : null;
    }

    private static Guid? Harvest(RowEdit edit)
    {
        var position = edit.Table.PositionOf("harvest_id");
        return edit.Fields.FirstOrDefault(field => field.Position == position).New is { } id ? Guid.Parse(id) : null;
    }
}

/// <summary>The domain's refusals as they travel.</summary>
internal static class HarvestRefusals
{
    public static SyncRefusal Of(this Problem problem) =>
        new(problem.Code, problem.Message, problem.Help ?? "", problem.Field);

    public static SyncRefusal Of(this ProblemCode code, string message, string? field = null) =>
        code.Refuse(message, field).Of();
}
