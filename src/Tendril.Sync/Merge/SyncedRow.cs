using Tendril.Sync.Tables;

namespace Tendril.Sync.Merge;

/// <summary>A row as the server has it.</summary>
public sealed record SyncedRow(Guid Id)
{
    /// <summary>The revision of the organisation at which it was last written.</summary>
    public long Revision { get; init; }

    /// <summary>Canonical texts by field, in the order of the table's fields.</summary>
    public required string?[] Values { get; init; }

    /// <summary>
    /// When each field was last edited, in milliseconds since 1970, bounded by the server; a field that is not
    /// named was last written when the row was made.
    /// </summary>
    public IReadOnlyDictionary<string, long> EditedAt { get; init; } = new Dictionary<string, long>();

    /// <summary>Who last edited each field; a field that is not named was not edited since, or by the server.</summary>
    public IReadOnlyDictionary<string, Guid> EditedBy { get; init; } = new Dictionary<string, Guid>();

    /// <summary>When the row was made, in the same measure.</summary>
    public long CreatedAt { get; init; }

    public bool Deleted { get; init; }

    public long WhenEdited(SyncField field) => EditedAt.GetValueOrDefault(field.Name, CreatedAt);
}
