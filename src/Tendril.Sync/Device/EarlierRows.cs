namespace Tendril.Sync.Device;

/// <summary>
/// What a pull that came to its end means for rows that did not come with it. After a whole download they are not there
/// any more. Of a table that is switched off nothing comes, and nothing goes: the first pull in which it is on again
/// brings all of it, and only then is it known what is gone.
/// </summary>
/// <param name="Drop">The tables of which the rows of earlier downloads go.</param>
/// <param name="Kept">The tables that were off during a whole download; stored with the cursor.</param>
internal sealed record EarlierRows(IReadOnlyList<string> Drop, IReadOnlyList<string> Kept)
{
    /// <param name="known">The tables that the device has.</param>
    /// <param name="first">Whether the pull was a whole download.</param>
    /// <param name="off">The tables that are switched off.</param>
    /// <param name="kept">Of the pull before.</param>
    public static EarlierRows Of(
        IReadOnlyList<string> known, bool first, IReadOnlyCollection<string> off, IReadOnlyList<string> kept)
    {
        var tables = first ? known : kept;
        return new EarlierRows([.. tables.Where(name => !off.Contains(name))], [.. tables.Where(off.Contains)]);
    }
}
