using Tendril.Metrc.Wire;

namespace Tendril.Metrc;

/// <summary>
/// One documented call: its name, method, path below the host, and the permissions that the user behind the key needs
/// (every one of them). Source: Metrc's public documentation of v2; a test compares the whole table with it.
/// </summary>
public abstract record MetrcEndpoint(string Name, string Method, string Path, IReadOnlyList<string> Permissions)
{
    /// <summary>Whether the call is made for one facility; if not, no licenseNumber is sent.</summary>
    public bool NeedsLicense { get; init; } = true;

    /// <summary>The query parameters that this call may carry, in the documented order.</summary>
    public abstract IReadOnlyList<string> Query { get; }

    /// <summary>The type of one row of the answer, or of the request for a write.</summary>
    public abstract Type Row { get; }

    private protected IEnumerable<string> License => NeedsLicense ? ["licenseNumber"] : [];
}

/// <summary>
/// A list. <paramref name="Key"/> tells a row apart when pages overlap: the same key twice is the same row, the later
/// one wins.
/// </summary>
public sealed record MetrcListOf<T>(
    string Name, string Path, IReadOnlyList<string> Permissions, Func<T, object> Key)
    : MetrcEndpoint(Name, "GET", Path, Permissions)
    where T : class
{
    /// <summary>Whether the list comes in pages; otherwise as one bare array.</summary>
    public bool Paged { get; init; } = true;

    /// <summary>Whether the list can be narrowed by lastModifiedStart and lastModifiedEnd.</summary>
    public bool ByModified { get; init; }

    /// <summary>How a page of this list is read.</summary>
    internal Func<ReadOnlyMemory<byte>, MetrcPaged<T>> Parse { get; init; } = ReadAnswer.Page<T>;

    /// <summary>The same list with its rows left as they come.</summary>
    /// <param name="keyName">The property that tells rows apart.</param>
    public MetrcListOf<MetrcRawRow> Raw(string keyName = "Id") => new(Name, Path, Permissions, row => row.Identity)
    {
        NeedsLicense = NeedsLicense,
        Paged = Paged,
        ByModified = ByModified,
        Parse = text => RawPage.Read(text, keyName),
    };

    public override IReadOnlyList<string> Query =>
    [
        .. License,
        .. ByModified ? ["lastModifiedStart", "lastModifiedEnd"] : Array.Empty<string>(),
        .. Paged ? ["pageNumber", "pageSize"] : Array.Empty<string>(),
    ];

    public override Type Row => typeof(T);
}

/// <summary>
/// One object, found by a key that stands in the path as <c>{id}</c> or <c>{label}</c>, or in the query under
/// <see cref="KeyInQuery"/>. Status 404 (sometimes 401) means that this facility has no such object.
/// </summary>
public sealed record MetrcOneOf<T>(string Name, string Path, IReadOnlyList<string> Permissions)
    : MetrcEndpoint(Name, "GET", Path, Permissions)
    where T : class
{
    public string? KeyInQuery { get; init; }

    public override IReadOnlyList<string> Query => [.. License, .. KeyInQuery is null ? [] : new[] { KeyInQuery }];

    public override Type Row => typeof(T);
}

/// <summary>
/// A POST that creates one object per row and answers their ids in the order of the rows. Metrc has no idempotency key:
/// sent twice it creates twice, or refuses the second for its name or tag.
/// </summary>
public sealed record MetrcCreateOf<T>(string Name, string Path, IReadOnlyList<string> Permissions)
    : MetrcEndpoint(Name, "POST", Path, Permissions)
    where T : class
{
    public override IReadOnlyList<string> Query => [.. License];

    public override Type Row => typeof(T);
}
