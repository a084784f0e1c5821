using Tendril.Server.Sync;
using Tendril.Sync.Tables;
using Tendril.Tests.Storage;

namespace Tendril.Tests.Sync;

/// <summary>Guards that the declarations and the migrated tables say the same.</summary>
public sealed class SyncedTablesTests(MigratedDatabase migrated) : IClassFixture<MigratedDatabase>
{
    private static readonly string[] OfEveryRow =
        ["organization_id", "id", "revision", "created_revision", "created_at", "updated_at", "deleted_at",
            "edited_at"];

    [Fact]
    public async Task Every_declared_field_has_its_column()
    {
        var tables = (await Catalog.TablesAsync(migrated.Connections.Owner, "public",
            TestContext.Current.CancellationToken)).ToDictionary(table => table.Name);
        List<string> wrong = [];
        foreach (var table in SyncedTables.All.InOrder)
        {
            var columns = tables[table.Name].Columns.ToDictionary(column => column.Name);
            wrong.AddRange(OfEveryRow.Where(name => !columns.ContainsKey(name)).Select(name => $"{table.Name}.{name}"));
            foreach (var field in table.Fields)
                if (!columns.TryGetValue(field.Name, out var column)) wrong.Add(
                    $"{table.Name}.{field.Name} is missing");
                else if (!TypesOf(field.Kind).Contains(column.Type))
                    wrong.Add($"{table.Name}.{field.Name} is {column.Type}, not {field.Kind}");
                else if (field.Required && column.Nullable) wrong.Add($"{table.Name}.{field.Name} may be empty");
                else if (!field.Required && column is { Nullable: false, HasDefault: false })
                    wrong.Add($"{table.Name}.{field.Name} may not be empty");
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Every_table_belongs_to_an_area_of_permissions() =>
        SyncedTables.All.InOrder.Where(table => Tendril.Domain.Organisation.Roles.Current
            .PermissionsOf(Tendril.Domain.Organisation.Role.OrgAdmin).All(one => one != $"{table.Area}:edit"))
            .Select(table => table.Name).ShouldBeEmpty();

    private static string[] TypesOf(FieldKind kind) => kind switch
    {
        FieldKind.Text => ["text"],
        FieldKind.Uuid => ["uuid"],
        FieldKind.WholeNumber => ["bigint", "integer"],
        FieldKind.DecimalNumber => ["numeric"],
        FieldKind.Boolean => ["boolean"],
        FieldKind.Date => ["date"],
        FieldKind.Moment => ["timestamp with time zone"],
        _ => ["jsonb"],
    };
}
