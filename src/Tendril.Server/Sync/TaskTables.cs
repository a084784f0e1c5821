using Tendril.Sync.Tables;
using static Tendril.Server.Sync.SyncedTables;

namespace Tendril.Server.Sync;

/// <summary>
/// What devices hold of tasks. Times are the wall clock's, <c>2026-11-20T08:00</c>, with an IANA zone. A series' day
/// becomes a row of <c>tasks</c> when the day before it is done, with an id that follows from series and day.
/// </summary>
internal static class TaskTables
{
    public static SyncTable Series() => new("series", 5, RowScope.Site, RowPolicy.LastWriterWins,
        Id("site_id") with { Required = true },
        Text("title", 200) with { Required = true, Searched = true },
        Text("starts_at", 20) with { Required = true },
        Text("time_zone", 60) with { Required = true },
        // RFC 5545 without its name: FREQ=WEEKLY;BYDAY=MO
        Text("rule", 500) with { Required = true },
        Text("notes", 4000),
        Id("plant_id") with { Parent = "plants" },
        Id("batch_id") with { Parent = "batches" },
        // EXDATE: days that are left out.
        new SyncField("except_on", FieldKind.TextSet) { Policy = FieldPolicy.SetUnion, MaxLength = 500, Since = 2 },
        new SyncField("remind_minutes", FieldKind.WholeNumber) { Since = 2 },
        Id("harvest_id") with { Parent = "harvests", Since = 2 })
    { Area = "task" };

    public static SyncTable Tasks() => new("tasks", 6, RowScope.Site, RowPolicy.NeedsReview,
        Id("site_id") with { Required = true },
        Text("title", 200) with { Required = true, Searched = true },
        Text("due_at", 20) with { Indexed = true },
        Text("time_zone", 60),
        // So long before it is due; a reminder never comes after.
        new SyncField("remind_minutes", FieldKind.WholeNumber),
        Text("status", 20) with { Required = true, Indexed = true },
        new SyncField("position", FieldKind.DecimalNumber),
        Text("notes", 4000) with { Searched = true },
        Id("series_id") with { Parent = "series" },
        new SyncField("occurs_on", FieldKind.Date),
        Id("plant_id") with { Parent = "plants" },
        Id("batch_id") with { Parent = "batches" },
        Id("harvest_id") with { Parent = "harvests" },
        OfServer(new SyncField("conflict_seen", FieldKind.Boolean)) with { Initial = "false" },
        OfServer(Moment("done_at")) with { Since = 2 },
        OfServer(Id("done_by")) with { Since = 2 })
    { Area = "task" };

    /// <summary>What was decided about one day of a series; written by steps alone.</summary>
    public static SyncTable Overrides() => new("occurrence_overrides", 6, RowScope.Site, RowPolicy.LastWriterWins,
        OfServer(Id("site_id")) with { Required = true },
        OfServer(Id("series_id")) with { Required = true, Parent = "series", Indexed = true },
        OfServer(new SyncField("occurs_on", FieldKind.Date)) with { Required = true },
        // skip, reschedule, completed, or open: what was decided is taken back.
        OfServer(Text("kind", 20)) with { Required = true },
        OfServer(Text("due_at", 20)),
        OfServer(Text("time_zone", 60)))
    { Area = "task" };
}
