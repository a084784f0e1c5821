using Tendril.Sync.Tables;

namespace Tendril.Sync.Postgres;

/// <summary>
/// The statements of one table, made from its declaration. Names come from declarations alone, which allow nothing
/// but lower-case letters, digits and <c>_</c>; every value is a parameter.
/// </summary>
public sealed class TableSql
{
    public TableSql(SyncTable table)
    {
        Table = table;
        var names = table.Fields.Select(field => field.Name).ToList();
        var read = string.Join(", ", names);
        Read = $"SELECT id, revision, created_at, deleted_at IS NOT NULL, edited_at::text, edited_by::text, "
            + $"{read} FROM {table.Name}";
        ReadRows = $"{Read} WHERE id = ANY($1)";
        LockRows = $"{Read} WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE";
        Insert = $"""
            INSERT INTO {table.Name}
              (organization_id, id, revision, created_revision, created_at, updated_at, edited_at, {read})
            SELECT $1, row.id, $2, $2, row.made, row.at, row.edited::jsonb,
              {string.Join(", ", table.Fields.Select(Cast))}
            FROM unnest($3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::text[], {Parameters(7)})
              AS row (id, at, made, edited, {read})
            ON CONFLICT (organization_id, id) DO NOTHING
            """;
        Update = $"""
            UPDATE {table.Name} AS kept SET revision = $2, updated_at = row.at,
              deleted_at = CASE WHEN row.deleted THEN coalesce(kept.deleted_at, row.at) END,
              edited_at = kept.edited_at || row.edited::jsonb, edited_by = kept.edited_by || row.editors::jsonb,
              {string.Join(", ", table.Fields.Select(field => $"{field.Name} = {Cast(field)}"))}
            FROM unnest($3::uuid[], $4::timestamptz[], $5::boolean[], $6::text[], $7::text[], {Parameters(8)})
              AS row (id, at, deleted, edited, editors, {read})
            WHERE kept.organization_id = $1 AND kept.id = row.id
            """;
        Known = $"SELECT id, {Name(table.SitePosition)}, {Name(table.OwnerPosition)} "
            + $"FROM {table.Name} WHERE id = ANY($1) AND deleted_at IS NULL";
    }

    public SyncTable Table { get; }

    /// <summary>Reads whole rows: id, revision, created_at, deleted, edited_at, edited_by, then the fields.</summary>
    public string Read { get; }

    /// <summary>Reads the rows of $1.</summary>
    public string ReadRows { get; }

    /// <summary>
    /// Reads and locks the rows of $1, always in the same order, so that two pushes cannot block each other.
    /// </summary>
    public string LockRows { get; }

    /// <summary>Reads and locks, in the same order, the rows whose field names one of $1.</summary>
    public string LockChildren(string field) => Table.Find(field) is { Kind: FieldKind.Uuid }
        ? $"{Read} WHERE {field} = ANY($1) AND deleted_at IS NULL ORDER BY id FOR NO KEY UPDATE"
        : throw new InvalidOperationException($"{Table.Name}.{field} names no rows");

    /// <summary>
    /// $1 organisation, $2 revision, $3 ids, $4 moments of the last edit, $5 of the making, $6 edited, $7… the fields
    /// as texts.
    /// </summary>
    public string Insert { get; }

    /// <summary>
    /// $1 organisation, $2 revision, $3 ids, $4 moments, $5 deleted, $6 edited, $7 by whom, $8… the fields.
    /// </summary>
    public string Update { get; }

    /// <summary>Which of the ids of $1 are there, with what says whose they are.</summary>
    public string Known { get; }

    private string Name(int position) => position < 0 ? "NULL::uuid" : Table.Fields[position].Name;

    private string Parameters(int first) =>
        string.Join(", ", Table.Fields.Select((_, position) => $"${first + position}::text[]"));

    private static string Cast(SyncField field) => $"row.{field.Name}" + field.Kind switch
    {
        FieldKind.Text => "",
        FieldKind.Uuid => "::uuid",
        FieldKind.WholeNumber => "::bigint",
        FieldKind.DecimalNumber => "::numeric",
        FieldKind.Boolean => "::boolean",
        FieldKind.Date => "::date",
        FieldKind.Moment => "::timestamptz",
        _ => "::jsonb",
    };
}
