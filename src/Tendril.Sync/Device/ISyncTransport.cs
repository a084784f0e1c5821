using Tendril.Sync.Protocol;

namespace Tendril.Sync.Device;

/// <summary>
/// The way to the server. It signs the requests in and turns every failure into a
/// <see cref="SyncTransportException"/>.
/// </summary>
public interface ISyncTransport
{
    /// <summary>Sends operations.</summary>
    /// <returns>What became of each.</returns>
    Task<IReadOnlyList<OperationResult>> PushAsync(PushBody body, CancellationToken cancel);

    /// <summary>Asks for what is new.</summary>
    /// <param name="cursor">How far the device has come; null for everything.</param>
    /// <param name="again">Tables of which all rows are asked for, besides what is new.</param>
    /// <param name="cancel">Ends it; the device goes on from the last whole frame.</param>
    Task<PullAnswer> PullAsync(string? cursor, IReadOnlyList<string> again, CancellationToken cancel);
}

/// <summary>One request with operations.</summary>
/// <param name="SentAt">The device's clock, in milliseconds since 1970: the server measures its error by it.</param>
/// <param name="Operations">Each a JSON object in UTF-8, as <see cref="OperationReader"/> reads it.</param>
public sealed record PushBody(long SentAt, IReadOnlyList<ReadOnlyMemory<byte>> Operations)
{
    /// <summary>The most operations that the server takes at once.</summary>
    public const int MostOperations = 1_000;

    /// <summary>The most bytes of operations; the envelope around them has room besides within 2 MB.</summary>
    public const int MostBytes = 1_900_000;
}

/// <summary>The answer to a pull: lines of JSON, or the demand to start anew.</summary>
/// <param name="Lines">The lines, decompressed; null when refused.</param>
/// <param name="Refusal">Set when the device must download anew.</param>
public sealed record PullAnswer(Stream? Lines, SyncRefusal? Refusal = null) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Lines?.DisposeAsync() ?? ValueTask.CompletedTask;
}
