using Tendril.Sync.Tables;

namespace Tendril.Server.Sync;

/// <summary>
/// What devices hold. This list is the one source: the statements of the engine and the tables of the devices are made
/// from it, and a test compares it with the migrated database.
/// </summary>
public static class SyncedTables
{
    public static SyncTables All { get; } = new(
        Batches(), Plants(), Conflicts(), TaskTables.Series(), TaskTables.Tasks(), TaskTables.Overrides(),
        HarvestTables.Settings(), HarvestTables.Harvests(), HarvestTables.Weights(),
        HarvestTables.Stages(), HarvestTables.Inventory(), HarvestTables.Audits());

    /// <summary>Batches change by steps that the server decides; devices read them.</summary>
    private static SyncTable Batches() => new("batches", 1, RowScope.Site, RowPolicy.LastWriterWins,
        Id("site_id") with { Required = true, Policy = FieldPolicy.ServerOwned },
        Text("batch_number", 100) with { Required = true, Policy = FieldPolicy.ServerOwned, Searched = true },
        Text("domain_type", 20) with { Required = true, Policy = FieldPolicy.ServerOwned },
        Id("cultivar_id") with { Policy = FieldPolicy.ServerOwned },
        new SyncField("plant_count", FieldKind.WholeNumber) { Required = true, Policy = FieldPolicy.ServerOwned },
        Text("stage", 30) with { Required = true, Policy = FieldPolicy.ServerOwned, Indexed = true },
        Text("status", 30) with { Required = true, Policy = FieldPolicy.ServerOwned },
        new SyncField("start_date", FieldKind.Date) { Required = true, Policy = FieldPolicy.ServerOwned },
        new SyncField("expected_harvest_date", FieldKind.Date) { Policy = FieldPolicy.ServerOwned })
    { Area = "batch" };

    /// <summary>Plants with a tag of their own; they come from the state and from steps of the server.</summary>
    private static SyncTable Plants() => new("plants", 2, RowScope.Site, RowPolicy.LastWriterWins,
        Id("site_id") with { Required = true, Policy = FieldPolicy.ServerOwned },
        Id("batch_id") with { Required = true, Policy = FieldPolicy.ServerOwned, Parent = "batches", Indexed = true },
        Text("label", 24) with { Required = true, Policy = FieldPolicy.ServerOwned, Searched = true },
        Text("status", 30) with { Required = true, Policy = FieldPolicy.ServerOwned })
    { Area = "plant" };

    /// <summary>What did not stand in a merge; written by the engine, settled by a step.</summary>
    private static SyncTable Conflicts() => new("conflicts", 9, RowScope.Mixed, RowPolicy.LastWriterWins,
        Id("site_id") with { Policy = FieldPolicy.ServerOwned },
        Id("owner_id") with { Policy = FieldPolicy.ServerOwned },
        Text("table_name", 60) with { Required = true, Policy = FieldPolicy.ServerOwned },
        Id("row_id") with { Required = true, Policy = FieldPolicy.ServerOwned, Indexed = true },
        Text("field", 60) with { Required = true, Policy = FieldPolicy.ServerOwned },
        Text("server_value") with { Policy = FieldPolicy.ServerOwned },
        Text("device_value") with { Policy = FieldPolicy.ServerOwned },
        Text("stands") with { Policy = FieldPolicy.ServerOwned },
        Id("made_by") with { Required = true, Policy = FieldPolicy.ServerOwned },
        Id("device_id") with { Required = true, Policy = FieldPolicy.ServerOwned },
        Moment("done_at") with { Required = true, Policy = FieldPolicy.ServerOwned },
        OfServer(Text("status", 20)) with { Required = true },
        // What both sides began with, and who set the server's value and when.
        OfServer(Text("base_value")) with { Since = 2 },
        OfServer(Id("server_by")) with { Since = 2 },
        OfServer(Moment("server_at")) with { Since = 2 },
        // What stood before somebody settled it, for taking that back.
        OfServer(Text("stood")) with { Since = 2 },
        OfServer(Id("settled_by")) with { Since = 2 },
        OfServer(Moment("settled_at")) with { Since = 2 })
    { Area = "task", About = "table_name" };

    internal static SyncField OfServer(SyncField field) => field with { Policy = FieldPolicy.ServerOwned };

    internal static SyncField Id(string name) => new(name, FieldKind.Uuid);

    internal static SyncField Text(string name, int longest = 10_000) =>
        new(name, FieldKind.Text) { MaxLength = longest };

    internal static SyncField Moment(string name) => new(name, FieldKind.Moment);
}
