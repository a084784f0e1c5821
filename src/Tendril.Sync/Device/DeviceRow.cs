namespace Tendril.Sync.Device;

/// <summary>A row on the device: as the server had it, and as the person sees it.</summary>
public sealed record DeviceRow(Guid Id)
{
    /// <summary>The revision of <see cref="Server"/>; 0 while the server is not known to have the row.</summary>
    public long Revision { get; init; }

    /// <summary>The last values from the server, in the order of the table's fields; null for none.</summary>
    public string?[]? Server { get; init; }

    /// <summary>
    /// What screens show: the server's values with what is pending on top. The same array while nothing is pending;
    /// null when the row was deleted here.
    /// </summary>
    public string?[]? Screen { get; init; }

    /// <summary>
    /// True when the server has deleted the row, or the person sees it no longer, and it is kept only because work on
    /// it is pending.
    /// </summary>
    public bool Gone { get; init; }

    /// <summary>Which download brought it: after a download anew, rows of earlier ones are dropped.</summary>
    public int Download { get; init; }

    /// <summary>True when the row counts into the digest that is compared with the server's.</summary>
    public bool OnServer => Server is not null && !Gone;
}
