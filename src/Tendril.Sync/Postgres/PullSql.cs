using Tendril.Sync.Tables;

namespace Tendril.Sync.Postgres;

/// <summary>
/// How rows of one table are read for devices: id, revision, the fields, then whether the row is new and whether it is
/// gone. The scope is part of each statement: $1 sites (null for all), $2 the person, $3 the tables seen.
/// </summary>
internal sealed class PullSql
{
    private readonly string _first;

    public PullSql(SyncTable table)
    {
        Table = table;
        var scope = Scope(table, "row.");
        var fields = string.Join(", ", table.Fields.Select(field => $"row.{field.Name}"));
        var read = $"SELECT row.id, row.revision, {fields}";
        var copied = string.Join(", ", table.Fields.Select(field => field.Kind == FieldKind.DecimalNumber
            ? $"trim_scale(row.{field.Name})::text" : $"row.{field.Name}"));
        _first = $"COPY (SELECT row.id, row.revision, {copied} FROM {table.Name} AS row WHERE row.id > $4 "
            + $"AND row.deleted_at IS NULL{scope} ORDER BY row.id) TO STDOUT (FORMAT binary)";
        Count = $"SELECT count(*) FROM {table.Name} AS row WHERE row.deleted_at IS NULL{scope}";
        Changes = $"{read}, row.created_revision > $4, row.deleted_at IS NOT NULL FROM {table.Name} AS row "
            + $"WHERE row.revision > $4 AND row.revision <= $5{scope} ORDER BY row.revision, row.id";
        Leaves = "SELECT DISTINCT gone.row_id FROM sync_leaves AS gone "
            + $"WHERE gone.revision > $4 AND gone.revision <= $5 AND gone.table_name = $6{Left(table)} AND NOT EXISTS ("
            + $"SELECT FROM {table.Name} AS row WHERE row.organization_id = gone.organization_id "
            + $"AND row.id = gone.row_id{scope})";
    }

    public SyncTable Table { get; }

    /// <summary>Copies all rows after an id, in the order of ids.</summary>
    /// <remarks>A copy takes no parameters. What is put in here are ids, which hold nothing but hexadecimal digits and
    /// hyphens, and declared names of tables, which hold nothing but small letters, digits and underscores.</remarks>
    public string First(SyncCaller caller, IEnumerable<string> viewed, Guid after) => _first
        .Replace("$1::uuid[]", caller.Sites is null ? "NULL::uuid[]" : Ids(caller.Sites), StringComparison.Ordinal)
        .Replace("$1", caller.Sites is null ? "NULL::uuid[]" : Ids(caller.Sites), StringComparison.Ordinal)
        .Replace("$2", $"'{caller.UserId:D}'", StringComparison.Ordinal)
        .Replace("$3", $"'{{{string.Join(',', viewed)}}}'::text[]", StringComparison.Ordinal)
        .Replace("$4", $"'{after:D}'", StringComparison.Ordinal);

    /// <summary>How many rows a first download brings.</summary>
    public string Count { get; }

    /// <summary>What was written after revision $4 up to $5, in the order of revisions.</summary>
    public string Changes { get; }

    /// <summary>The rows that the caller had and has no longer, because they moved; $6 is the table's name.</summary>
    public string Leaves { get; }

    private static string Ids(IEnumerable<Guid> ids) =>
        $"'{{{string.Join(',', ids.Select(id => $"{id:D}"))}}}'::uuid[]";

    private static string Scope(SyncTable table, string row)
    {
        var anySite = table.Scope == RowScope.Mixed ? $" OR {row}site_id IS NULL" : "";
        var sites = table.SitePosition < 0 ? ""
            : $" AND ($1::uuid[] IS NULL OR {row}site_id = ANY($1){anySite})";
        var owner = table.OwnerPosition < 0 ? "" : table.Scope == RowScope.Owner
            ? $" AND {row}user_id = $2" : $" AND ({row}owner_id = $2 OR {row}owner_id IS NULL)";
        var about = table.About is { } field ? $" AND {row}{field} = ANY($3)" : "";
        return sites + owner + about;
    }

    /// <summary>A leave of another person's row, or at a site never seen, is nobody's business.</summary>
    private static string Left(SyncTable table) =>
        (table.SitePosition < 0 ? "" : " AND ($1::uuid[] IS NULL OR gone.site_id IS NULL OR gone.site_id = ANY($1))")
        + (table.OwnerPosition < 0 ? "" : " AND (gone.owner_id IS NULL OR gone.owner_id = $2)");
}
