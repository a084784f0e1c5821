namespace Tendril.Sync.Tables;

/// <summary>Whose rows of a table a device holds, and who may write them.</summary>
public enum RowScope
{
    /// <summary>Everybody in the organisation.</summary>
    Organisation,
    /// <summary>Members who may see the row's <c>site_id</c>.</summary>
    Site,
    /// <summary>The one person named by the row's <c>user_id</c>.</summary>
    Owner,
    /// <summary>
    /// Each row says: with an <c>owner_id</c> that person, with a <c>site_id</c> those who see the site, with both
    /// that person while they see the site, with neither everybody.
    /// </summary>
    Mixed,
}

/// <summary>What happens to two edits of one row that did not know of each other.</summary>
public enum RowPolicy
{
    /// <summary>Field by field the later edit stands; the other is kept in a conflict record.</summary>
    LastWriterWins,
    /// <summary>
    /// As <see cref="LastWriterWins"/>, and the row asks a person to look until the conflict is settled.
    /// </summary>
    NeedsReview,
    /// <summary>Rows are added, never changed and never deleted; what was wrong is corrected by another row.</summary>
    AppendOnly,
}

/// <summary>What happens to one field when two edits meet; stands before the row's policy.</summary>
public enum FieldPolicy
{
    /// <summary>The policy of the row.</summary>
    OfRow,
    /// <summary>Written by the server alone; an edit of it is refused.</summary>
    ServerOwned,
    /// <summary>The larger number stands; nothing is lost.</summary>
    Max,
    /// <summary>Additions and removals of both sides are all applied; nothing is lost.</summary>
    SetUnion,
}
