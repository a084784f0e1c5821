namespace Tendril.Metrc;

/// <summary>
/// What a client may be told. The defaults keep to Metrc's published limits; states differ, so all may be changed.
/// </summary>
public sealed record MetrcSettings
{
    /// <summary>Rows per page, 1 to 20. Metrc serves at most 20.</summary>
    public int PageSize { get; init; } = 20;

    /// <summary>How many pages of one list are on the way at the same time, from the second page on.</summary>
    public int PagesAtOnce { get; init; } = 6;

    /// <summary>How often a list whose rows move while it is paged is walked before it counts as incomplete.</summary>
    public int Sweeps { get; init; } = 3;

    /// <summary>A list that claims more pages than this is refused rather than followed.</summary>
    public int MostPages { get; init; } = 100_000;

    /// <summary>The most objects in one write; Metrc answers 413 beyond 10.</summary>
    public int RowsPerWrite { get; init; } = 10;

    /// <summary>The time for one read, from connecting to the last byte of the body.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The time for one write, from connecting to the last byte of the body.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The most bytes of one answer that are taken.</summary>
    public int MostBodyBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>The most characters of a body that are kept as evidence; its hash always covers all of it.</summary>
    public int EvidenceCharacters { get; init; } = 64 * 1024;

    /// <summary>How long a facility is left alone after a 429 that does not say how long.</summary>
    public TimeSpan PauseAfter429 { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How reads are tried again. By default they are not. Writes never are.</summary>
    public ReadRetry Retry { get; init; } = ReadRetry.Never;

    /// <summary>Shared by all clients of the host. By default none pauses.</summary>
    public MetrcBreaker Breaker { get; init; } = MetrcBreaker.None;

    /// <summary>
    /// Sees every exchange, after its end, cancelled ones too. Called on the thread of the call: keep it short, and let
    /// it not throw.
    /// </summary>
    public Action<MetrcExchange>? Observe { get; init; }

    /// <exception cref="ArgumentException">A number that no client can work with.</exception>
    internal MetrcSettings Checked(string name) =>
        PageSize is >= 1 and <= 20 && PagesAtOnce >= 1 && Sweeps >= 1 && RowsPerWrite >= 1 && MostBodyBytes >= 1
            ? this
            : throw new ArgumentException("PageSize must be 1 to 20, the other counts at least 1", name);
}
