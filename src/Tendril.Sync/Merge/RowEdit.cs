using Tendril.Sync.Tables;

namespace Tendril.Sync.Merge;

public enum EditKind
{
    /// <summary>A row that the device made.</summary>
    Create,
    /// <summary>New values for some fields of a row.</summary>
    Patch,
    Delete,
}

/// <summary>One field of an edit: what the device saw, and what the person wants.</summary>
/// <param name="Position">The field's position in its table.</param>
/// <param name="Old">The value on the device before the edit; null for a new row.</param>
/// <param name="New">The value after it.</param>
public readonly record struct FieldEdit(int Position, string? Old, string? New);

/// <summary>An edit of one row, read and checked for shape.</summary>
public sealed record RowEdit(SyncTable Table, Guid RowId, EditKind Kind)
{
    /// <summary>The revision of the row that the device had; 0 for a new row.</summary>
    public long BaseRevision { get; init; }

    public IReadOnlyList<FieldEdit> Fields { get; init; } = [];

    /// <summary>When the person did it, in milliseconds since 1970, bounded by the server.</summary>
    public long At { get; init; }
}
