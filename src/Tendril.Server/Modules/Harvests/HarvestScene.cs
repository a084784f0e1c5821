using System.Globalization;
using Tendril.Domain;
using Tendril.Domain.Harvests;
using Tendril.Sync.Steps;

namespace Tendril.Server.Modules.Harvests;

/// <summary>A harvest as its steps find it among the synced rows.</summary>
internal sealed record HarvestScene(StepRow Row, HarvestNow Now, StepRow? LastStage, StepRow? Result)
{
    /// <summary>There is one row of settings in an organisation, or none.</summary>
    public static readonly Guid SettingsId = new("00000000-0000-4000-8000-000000000001");

    private static readonly Guid Space = new("6a1f3c52-0b7e-5d84-9c1a-2f64e0b7d913");

    public static Guid StartId(Guid harvest) => NamedId.Of(Space, $"harvest_stages start {harvest:D}");

    public static Guid StageId(Guid operation) => NamedId.Of(Space, $"harvest_stages {operation:D}");

    public static Guid ResultId(Guid harvest) => NamedId.Of(Space, $"inventory {harvest:D}");

    public static Guid AuditId(Guid operation) => NamedId.Of(Space, $"harvest_audits {operation:D}");

    public static Guid LotId(Guid harvest) => NamedId.Of(Space, $"lot {harvest:D}");

    public static Guid MovementId(Guid operation) => NamedId.Of(Space, $"movement {operation:D}");

    public static StepNeeds Needs(Guid harvest) => new()
    {
        Rows = [("harvests", harvest), ("inventory", ResultId(harvest))],
        Looks = [("harvest_settings", SettingsId)],
        Children = [("harvest_stages", "harvest_id", harvest), ("harvest_weights", "harvest_id", harvest)],
    };

    public static HarvestScene? Read(StepScene scene, Guid id)
    {
        if (scene.Row("harvests", id) is not { } row) return null;
        var stages = scene.Children("harvest_stages", "harvest_id", id)
            .OrderBy(one => long.Parse(one["ordinal"]!, CultureInfo.InvariantCulture)).ToList();
        var weights = HarvestWeights.Of([.. scene.Children("harvest_weights", "harvest_id", id).Select(Weighing)
            .OfType<Weighing>()]);
        var undo = scene.Row("harvest_settings", SettingsId)?["undo_seconds"] is { } seconds
            ? TimeSpan.FromSeconds(long.Parse(seconds, CultureInfo.InvariantCulture)) : HarvestStageRules.Current.Undo;
        var now = new HarvestNow(
            Stage(row["stage"]!), Moment(row["stage_started_at"]), [.. stages.Select(Entered)], weights, undo);
        return new HarvestScene(row, now, stages.LastOrDefault(), scene.Row("inventory", ResultId(id)));
    }

    public static HarvestStage Stage(string text) =>
        WireName.TryParse<HarvestStage>(text, out var stage) ? stage : throw new InvalidOperationException(text);

    public static DateTimeOffset? Moment(string? text) => text is null ? null
        : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static EnteredStage Entered(StepRow row) => new(
        long.Parse(row["ordinal"]!, CultureInfo.InvariantCulture), Stage(row["stage"]!),
        WireName.TryParse<StageEntry>(row["entered_by"], out var by) ? by : StageEntry.Start,
        Moment(row["started_at"])!.Value, Moment(row["entered_at"])!.Value, Id(row["operation_id"]),
        Id(row["device_id"]));

    private static Weighing? Weighing(StepRow row) => WireName.TryParse<WeightKind>(row["kind"], out var kind)
        ? new Weighing(row.Id, kind, decimal.Parse(row["grams"]!, CultureInfo.InvariantCulture),
            Moment(row["measured_at"])!.Value, Id(row["corrects"])) : null;

    private static Guid? Id(string? text) => text is null ? null : Guid.Parse(text);
}
