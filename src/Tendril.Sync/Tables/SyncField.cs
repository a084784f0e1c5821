namespace Tendril.Sync.Tables;

/// <summary>One field of a synced table.</summary>
/// <param name="Name">Its name in the database, in rows on the wire and on the device: snake_case.</param>
/// <param name="Kind">What it holds.</param>
public sealed record SyncField(string Name, FieldKind Kind)
{
    /// <summary>True when a row without it cannot exist.</summary>
    public bool Required { get; init; }

    /// <summary>The canonical text that a new row begins with; null for nothing.</summary>
    public string? Initial { get; init; }

    /// <summary>What to do when two edits of it meet.</summary>
    public FieldPolicy Policy { get; init; }

    /// <summary>The version of the table that brought the field; older devices neither get nor lose it.</summary>
    public int Since { get; init; } = 1;

    /// <summary>The table whose row this id names; that table has a lower rank, so parents arrive first.</summary>
    public string? Parent { get; init; }

    /// <summary>The longest text, in UTF-16 units, or the most entries of a set.</summary>
    public int MaxLength { get; init; } = 10_000;

    /// <summary>True when devices index it for lists.</summary>
    public bool Indexed { get; init; }

    /// <summary>True when devices put it into their full-text search.</summary>
    public bool Searched { get; init; }
}
