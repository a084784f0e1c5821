using System.Diagnostics.CodeAnalysis;

namespace Tendril.Metrc;

/// <summary>One fault that Metrc named. Row is the index of the object in the request, from 0, if named.</summary>
public sealed record MetrcRowError(int? Row, string Message);

/// <summary>Why a read brought no data. Never an empty list: nothing is known about what Metrc holds.</summary>
/// <param name="Message">One sentence for a person.</param>
public abstract record MetrcFailure(string Message)
{
    /// <summary>What was said between us, where anything was.</summary>
    public MetrcExchange? Exchange { get; init; }

    /// <summary>
    /// Metrc understood and said no: a wrong key or missing permission (401, 403), not there (404), or a request that
    /// it cannot use (400, 413). Asking again changes nothing.
    /// </summary>
    public sealed record Refused(int Status, IReadOnlyList<MetrcRowError> Errors)
        : MetrcFailure($"Metrc refused (HTTP {Status}): {string.Join("; ", Errors.Select(error => error.Message))}")
    {
        /// <summary>Whether the object (or the path) does not exist.</summary>
        public bool NotFound => Status == 404;
    }

    /// <summary>
    /// No usable answer: unreachable, too slow, cut off, a web page, a body of another shape, or asked to slow down.
    /// May be asked again, not before RetryAfter where Metrc named one.
    /// </summary>
    public sealed record Unavailable(string Reason, TimeSpan? RetryAfter) : MetrcFailure(Reason);
}

/// <summary>The end of a read: data, or why there is none.</summary>
public sealed class MetrcRead<T>
    where T : class
{
    private readonly T? value;
    private readonly MetrcFailure? failure;

    private MetrcRead(T? value, MetrcFailure? failure) => (this.value, this.failure) = (value, failure);

    public static implicit operator MetrcRead<T>(T value) => new(value, null);

    public static implicit operator MetrcRead<T>(MetrcFailure failure) => new(null, failure);

    /// <summary>Whether the read failed; exactly one of the two is then set.</summary>
    public bool Failed([NotNullWhen(true)] out MetrcFailure? why, [NotNullWhen(false)] out T? data)
    {
        (why, data) = (failure, value);
        return why is not null;
    }
}
