using Tendril.Sync.Tables;
using static Tendril.Server.Sync.SyncedTables;

namespace Tendril.Server.Sync;

/// <summary>
/// What devices hold of harvests. People make harvests and weigh them; stages, results and the record of attempts are
/// written by steps (<c>harvest.advance_stage</c> and the like).
/// </summary>
internal static class HarvestTables
{
    public static SyncTable Harvests() => new("harvests", 4, RowScope.Mixed, RowPolicy.NeedsReview,
        Id("site_id") with { Required = true },
        Id("owner_id"),
        Id("plant_id") with { Parent = "plants", Indexed = true },
        Id("batch_id") with { Parent = "batches", Indexed = true },
        Id("user_id") with { Required = true },
        OfServer(Text("stage", 20)) with { Required = true, Indexed = true, Initial = "harvest" },
        Text("notes", 4000) with { Searched = true },
        // When the stage began; of the first stage the person says so, and may have it begin in the past.
        Moment("stage_started_at"),
        OfServer(Moment("stage_completed_at")),
        new SyncField("photos", FieldKind.TextSet) { Policy = FieldPolicy.SetUnion, MaxLength = 50 },
        OfServer(new SyncField("conflict_seen", FieldKind.Boolean)) with { Initial = "false" },
        // Why there is a second open harvest of one plant.
        Text("overlap_reason", 500) with { Since = 2 })
    { Area = "harvest" };

    public static SyncTable Weights() => new("harvest_weights", 5, RowScope.Mixed, RowPolicy.AppendOnly,
        Id("site_id") with { Required = true },
        Id("owner_id"),
        Id("harvest_id") with { Required = true, Parent = "harvests", Indexed = true },
        Id("user_id") with { Required = true },
        Text("kind", 20) with { Required = true },
        new SyncField("grams", FieldKind.DecimalNumber) { Required = true },
        new SyncField("tare_g", FieldKind.DecimalNumber),
        Moment("measured_at") with { Required = true },
        Id("corrects"))
    { Area = "harvest" };

    /// <summary>One row per stage entered, in their order; the newest is the one the harvest is in.</summary>
    public static SyncTable Stages() => new("harvest_stages", 5, RowScope.Mixed, RowPolicy.AppendOnly,
        OfServer(Id("site_id")) with { Required = true },
        OfServer(Id("owner_id")),
        OfServer(Id("harvest_id")) with { Required = true, Parent = "harvests", Indexed = true },
        OfServer(Id("user_id")) with { Required = true },
        OfServer(new SyncField("ordinal", FieldKind.WholeNumber)) with { Required = true },
        OfServer(Text("stage", 20)) with { Required = true },
        OfServer(Text("from_stage", 20)),
        // start, advance, override_skip, undo, revert or finalize.
        OfServer(Text("entered_by", 20)) with { Required = true },
        OfServer(Moment("started_at")) with { Required = true },
        OfServer(Moment("completed_at")),
        // When the person did it; a stage may have begun before that.
        OfServer(Moment("entered_at")) with { Required = true },
        OfServer(Id("operation_id")),
        OfServer(Id("device_id")),
        OfServer(Text("notes", 4000)),
        OfServer(Text("reason", 500)),
        // As they counted when the stage was left.
        OfServer(new SyncField("wet_weight_g", FieldKind.DecimalNumber)),
        OfServer(new SyncField("dry_weight_g", FieldKind.DecimalNumber)),
        OfServer(new SyncField("trimmings_weight_g", FieldKind.DecimalNumber)))
    { Area = "harvest" };

    /// <summary>What came of a harvest: one row each, with the id that follows from the harvest's.</summary>
    public static SyncTable Inventory() => new("inventory", 6, RowScope.Mixed, RowPolicy.AppendOnly,
        OfServer(Id("site_id")) with { Required = true },
        OfServer(Id("owner_id")),
        OfServer(Id("harvest_id")) with { Required = true, Parent = "harvests", Indexed = true },
        OfServer(Id("plant_id")) with { Parent = "plants" },
        OfServer(Id("batch_id")) with { Parent = "batches" },
        OfServer(Id("user_id")) with { Required = true },
        OfServer(new SyncField("final_weight_g", FieldKind.DecimalNumber)) with { Required = true },
        // The day at the site on which the first stage began; the server knows the site's zone.
        OfServer(new SyncField("harvest_date", FieldKind.Date)) with { Required = true },
        OfServer(new SyncField("total_duration_days", FieldKind.WholeNumber)) with { Required = true },
        OfServer(Moment("started_at")) with { Required = true },
        OfServer(Moment("finished_at")) with { Required = true },
        OfServer(new SyncField("checklist", FieldKind.TextSet)),
        // Set while a manager has taken it back.
        OfServer(Moment("reverted_at")))
    { Area = "harvest" };

    /// <summary>Every attempt to move a harvest on, permitted or blocked.</summary>
    public static SyncTable Audits() => new("harvest_audits", 6, RowScope.Mixed, RowPolicy.AppendOnly,
        OfServer(Id("site_id")) with { Required = true },
        OfServer(Id("owner_id")),
        OfServer(Id("harvest_id")) with { Required = true, Parent = "harvests", Indexed = true },
        OfServer(Id("user_id")) with { Required = true },
        OfServer(Id("device_id")),
        OfServer(Text("operation_type", 20)) with { Required = true },
        OfServer(Text("status", 20)) with { Required = true },
        OfServer(Text("from_stage", 20)),
        OfServer(Text("to_stage", 20)),
        OfServer(Text("reason", 500)),
        // Why it was blocked.
        OfServer(Text("code", 60)),
        // What the device said, what counts, and when the server heard of it.
        OfServer(Moment("claimed_at")) with { Required = true },
        OfServer(Moment("performed_at")) with { Required = true },
        OfServer(Moment("received_at")) with { Required = true })
    { Area = "harvest" };

    /// <summary>What an organisation decided about harvests; one row, or none while all is as the rules say.</summary>
    public static SyncTable Settings() => new("harvest_settings", 1, RowScope.Organisation, RowPolicy.LastWriterWins,
        // Whether a harvest is seen by the one who made it alone.
        OfServer(new SyncField("kept_to_owner", FieldKind.Boolean)) with { Required = true },
        OfServer(new SyncField("undo_seconds", FieldKind.WholeNumber)) with { Required = true })
    { Area = "harvest" };
}
