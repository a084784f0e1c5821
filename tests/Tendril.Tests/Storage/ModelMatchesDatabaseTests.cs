using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Tendril.Domain;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;
using Tendril.Tests.Support;

namespace Tendril.Tests.Storage;

/// <summary>Guards that the code's picture of the tables and the migrated tables are the same, both ways.</summary>
public sealed class ModelMatchesDatabaseTests(MigratedDatabase migrated) : IClassFixture<MigratedDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Columns the database keeps for itself.</summary>
    private static readonly Dictionary<string, string> NotInTheModel = new()
    {
        ["lots.find_text"] = "generated for the search, only queries name it",
        ["batches.revision"] = "stamped by a trigger, read by the engine",
        ["batches.created_revision"] = "stamped by a trigger, read by the engine",
        ["batches.deleted_at"] = "written and read by the engine",
        ["batches.edited_at"] = "written and read by the engine",
        ["batches.edited_by"] = "written and read by the engine",
    };

    /// <summary>Tables that only the engine of offline work reads and writes, the declarations of the synced ones held
    /// by SyncedTablesTests, and those of photos and telemetry, which go by plain SQL.</summary>
    private static readonly string[] OfTheEngine =
    [
        "sync_heads", "sync_digests", "sync_operations", "sync_leaves", "sync_decisions", "conflicts", "plants",
        "series", "harvests", "harvest_weights", "harvest_stages", "harvest_audits", "harvest_settings", "inventory",
        "tasks", "occurrence_overrides", "sync_quarantine", "attachments", "attachment_uploads", "attachment_parts",
        "telemetry_consents", "telemetry_events", "telemetry_purges",
    ];

    [Fact]
    public async Task Tenant_tables_are_as_the_model_says()
    {
        var database = migrated.Connections;
        await using var db = new TendrilDb(
            new DbContextOptionsBuilder<TendrilDb>().UseNpgsql(database.App).Options, TenantScope.None,
            TimeProvider.System,
            new IdSource(TimeProvider.System));
        Differences(db.Model, await Catalog.TablesAsync(database.Owner, "public", Cancel), OfTheEngine)
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task Tables_outside_tenants_are_as_the_model_says()
    {
        var database = migrated.Connections;
        await using var db = new AccessDb(new DbContextOptionsBuilder<AccessDb>().UseNpgsql(database.System).Options);
        // Read and written by plain SQL only.
        string[] plain = ["site_leases", "metrc_lanes", "metrc_places"];
        Differences(db.Model, await Catalog.TablesAsync(database.Owner, "access", Cancel), plain).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_unique_index_that_has_words_for_people_exists()
    {
        var database = migrated.Connections;
        await using var source = Npgsql.NpgsqlDataSource.Create(database.Owner);
        var known = await Catalog.TextsAsync(
            source, "SELECT indexrelid::regclass::text FROM pg_index WHERE indisunique", null, Cancel);
        SaveProblems.Named.Except(known.Select(name => name.Split('.')[^1].Trim('"'))).ShouldBeEmpty();
    }

    private static List<string> Differences(IModel model, IReadOnlyList<CatalogTable> tables, string[] plain)
    {
        List<string> found = [];
        var byName = model.GetEntityTypes().ToDictionary(type => type.GetTableName()!);
        found.AddRange(byName.Keys.Except(tables.Select(table => table.Name))
            .Select(name => $"{name}: not in the database"));
        foreach (var table in tables.Where(table => !plain.Contains(table.Name)))
            if (byName.TryGetValue(table.Name, out var type)) found.AddRange(Differences(type, table));
            else found.Add($"{table.Name}: not in the model");
        return found;
    }

    private static IEnumerable<string> Differences(IEntityType type, CatalogTable table)
    {
        var columns = table.Columns.ToDictionary(column => column.Name);
        var mapped = type.GetProperties().ToDictionary(property => property.GetColumnName());
        foreach (var (name, property) in mapped)
        {
            if (!columns.TryGetValue(name, out var column))
                yield return $"{table.Name}.{name}: not in the database";
            else if (property.GetColumnType() != column.Type)
                yield return $"{table.Name}.{name}: {property.GetColumnType()} in the model, not {column.Type}";
            else if (property.IsNullable != column.Nullable)
                yield return $"{table.Name}.{name}: nullable {property.IsNullable} in the model, not {column.Nullable}";
        }
        foreach (var name in columns.Keys.Except(mapped.Keys)
            .Where(name => !NotInTheModel.ContainsKey($"{table.Name}.{name}")))
            yield return $"{table.Name}.{name}: not in the model";
        var key = type.FindPrimaryKey()!.Properties.Select(property => property.GetColumnName());
        if (!key.SequenceEqual(table.PrimaryKey))
            yield return $"{table.Name}: key {string.Join(",", key)}, not {string.Join(",", table.PrimaryKey)}";
    }
}
