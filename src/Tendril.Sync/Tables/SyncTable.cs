using System.Collections.Frozen;

namespace Tendril.Sync.Tables;

/// <summary>
/// The declaration of one synced table. The server's SQL, the device's tables and the types of the web app are made
/// from it. Besides its fields every row has <c>id</c>, <c>revision</c>, <c>created_at</c>, <c>updated_at</c> (bounded
/// by the server) and, where rows can be deleted, <c>deleted_at</c>; by scope also <c>site_id</c>, <c>user_id</c>
/// or <c>owner_id</c>, which are declared among the fields.
/// </summary>
public sealed class SyncTable
{
    private readonly FrozenDictionary<string, int> _positions;

    /// <exception cref="InvalidOperationException">The declaration contradicts itself; says how.</exception>
    public SyncTable(string name, int rank, RowScope scope, RowPolicy policy, params SyncField[] fields)
    {
        (Name, Rank, Scope, Policy, Fields) = (name, rank, scope, policy, fields);
        Check();
        _positions = fields.Select((field, position) => (field.Name, position))
            .ToFrozenDictionary(one => one.Name, one => one.position, StringComparer.Ordinal);
        Version = fields.Max(field => field.Since);
    }

    /// <summary>The table's name in the database and on the wire: snake_case, plural.</summary>
    public string Name { get; }

    /// <summary>Parents have lower ranks: rows are applied in the order of rank.</summary>
    public int Rank { get; }

    public RowScope Scope { get; }

    public RowPolicy Policy { get; }

    /// <summary>The declared fields, in their order on the wire.</summary>
    public IReadOnlyList<SyncField> Fields { get; }

    /// <summary>Grows with each field that is added later.</summary>
    public int Version { get; }

    /// <summary>The permission area, as in <c>harvest:edit</c>.</summary>
    public required string Area { get; init; }

    /// <summary>
    /// The field that names the synced table which a row is about: who may view that table gets the row, whatever the
    /// area of this one. Null: rows are about themselves.
    /// </summary>
    public string? About { get; init; }

    /// <summary>The position of <c>site_id</c> where it says who has the row; -1 where it does not.</summary>
    public int SitePosition => Scope is RowScope.Site or RowScope.Mixed ? PositionOf("site_id") : -1;

    /// <summary>The position of the field that names the one person who has the row; -1 where there is none.</summary>
    public int OwnerPosition => Scope switch
    {
        RowScope.Owner => PositionOf("user_id"),
        RowScope.Mixed => PositionOf("owner_id"),
        _ => -1,
    };

    /// <summary>True when devices read the table and only the server writes it.</summary>
    public bool IsReadOnly => Fields.All(one => one.Policy == FieldPolicy.ServerOwned);

    /// <summary>The position of a field on the wire, or -1 when the table has no such field.</summary>
    public int PositionOf(string field) => _positions.GetValueOrDefault(field, -1);

    public SyncField? Find(string field) => PositionOf(field) is >= 0 and var position ? Fields[position] : null;

    private void Check()
    {
        foreach (var field in Fields)
        {
            if (!IsName(field.Name)) throw new InvalidOperationException($"{Name}: {field.Name} is not snake_case");
            if (Reserved.Contains(field.Name)) throw new InvalidOperationException(
                $"{Name}: every row has {field.Name}");
            if (field.Policy == FieldPolicy.Max && field.Kind is not (FieldKind.WholeNumber or FieldKind.DecimalNumber))
                throw new InvalidOperationException(
                    $"{Name}: the larger of two {field.Kind} is not defined ({field.Name})");
            if (field.Policy == FieldPolicy.SetUnion && field.Kind != FieldKind.TextSet)
                throw new InvalidOperationException($"{Name}: {field.Name} is no set");
            if (field.Parent is not null && field.Kind != FieldKind.Uuid)
                throw new InvalidOperationException($"{Name}: {field.Name} cannot name a row of {field.Parent}");
        }
        if (!IsName(Name)) throw new InvalidOperationException($"{Name} is not snake_case");
        if (Fields.GroupBy(field => field.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new InvalidOperationException($"{Name}: {twice.Key} is declared twice");
        string[] scope = Scope switch
        {
            RowScope.Site => ["site_id"],
            RowScope.Owner => ["user_id"],
            RowScope.Mixed => ["site_id", "owner_id"],
            _ => [],
        };
        foreach (var name in scope)
            if (!Fields.Any(field => field.Name == name && (field.Required || Scope == RowScope.Mixed)))
                throw new InvalidOperationException($"{Name}: rows of this scope need a field {name}");
    }

    private static readonly string[] Reserved =
        ["organization_id", "id", "revision", "created_revision", "created_at", "updated_at", "deleted_at"];

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 60 && char.IsAsciiLetterLower(name[0])
        && name.All(sign => char.IsAsciiLetterLower(sign) || char.IsAsciiDigit(sign) || sign == '_');
}
