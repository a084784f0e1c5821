namespace Tendril.Metrc;

/// <summary>
/// One request and what came back, as evidence. Headers are left out and the keys are removed from every text, so it
/// may be stored and shown.
/// </summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Url">The full address with its query; keys never travel there.</param>
/// <param name="KeyId">Which pair of keys was used, as a fingerprint.</param>
/// <param name="RequestBody">The JSON that was sent, or null for a read.</param>
/// <param name="RequestSha256">Hash of the bytes sent, in lower-case hex, or null for a read.</param>
/// <param name="Status">The HTTP status, or null when none arrived.</param>
/// <param name="ContentType">What Metrc declared the body to be.</param>
/// <param name="ResponseBody">What arrived of the body, up to the configured length; null when nothing did.</param>
/// <param name="ResponseSha256">Hash of all bytes that arrived, in lower-case hex.</param>
/// <param name="Failure">What broke the exchange, or null when it came to its end.</param>
/// <param name="StartedAt">When it began (UTC).</param>
/// <param name="Elapsed">From beginning to the last byte, or to the failure.</param>
public sealed record MetrcExchange(
    string Method,
    string Url,
    string KeyId,
    string? RequestBody,
    string? RequestSha256,
    int? Status,
    string? ContentType,
    string? ResponseBody,
    string? ResponseSha256,
    string? Failure,
    DateTimeOffset StartedAt,
    TimeSpan Elapsed)
{
    /// <summary>Whether ResponseBody is only the beginning of what arrived.</summary>
    public bool ResponseShortened { get; init; }
}
