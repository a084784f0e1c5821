namespace Tendril.Sync.Device;

/// <summary>Why a sync did not work, as a person is told.</summary>
public enum SyncErrorClass
{
    Network,
    Timeout,
    Conflict,
    SchemaMismatch,
    Permission,
    Validation,
    Unknown,
}

/// <summary>What a class of errors means for a person.</summary>
/// <param name="Kind">The class.</param>
/// <param name="Retryable">True when trying again soon may help.</param>
/// <param name="Sentence">What happened, and what to do.</param>
public sealed record SyncError(SyncErrorClass Kind, bool Retryable, string Sentence)
{
    private static readonly SyncError[] All =
    [
        new(SyncErrorClass.Network, true, "The server cannot be reached. Your work is saved here and is sent later."),
        new(SyncErrorClass.Timeout, true, "The server did not answer in time. Your work is saved here; it is sent "
            + "again and counted once."),
        new(SyncErrorClass.Conflict, true, "The server was busy with the same rows. It is tried again by itself."),
        new(SyncErrorClass.SchemaMismatch, false, "This app is too old for the server. Update it; your work is kept."),
        new(SyncErrorClass.Permission, false, "The server does not let you in. Sign in again, or ask an "
            + "administrator; your work is kept."),
        new(SyncErrorClass.Validation, false, "The server could not read what was sent. Export the diagnostics and "
            + "report it; your work is kept."),
        new(SyncErrorClass.Unknown, true, "Something went wrong. It is tried again; if it stays, report it with the "
            + "diagnostics."),
    ];

    public static SyncError Of(SyncErrorClass kind) => All[(int)kind];
}

/// <summary>A request that did not come to a good answer.</summary>
public sealed class SyncTransportException(SyncErrorClass kind, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public SyncErrorClass Kind { get; } = kind;

    /// <summary>How long the server asked to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
