using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tendril.Metrc.Simulator.Faults;

/// <summary>
/// What can go wrong between a client and the state. On the wire the names are kebab-case: <c>reset-after-commit</c>.
/// </summary>
[JsonConverter(typeof(FaultNames))]
public enum SimulatorFault
{
    /// <summary>The answer comes late by <c>seconds</c>.</summary>
    Latency,
    /// <summary>429 with Retry-After; nothing done.</summary>
    TooManyRequestsWithRetryAfter,
    /// <summary>429 without Retry-After; nothing done.</summary>
    TooManyRequests,
    /// <summary>500; nothing done.</summary>
    ServerErrorBeforeEffect,
    /// <summary>500 though the request was carried out.</summary>
    ServerErrorAfterEffect,
    /// <summary>503 from the service; nothing done unless <c>afterEffect</c>.</summary>
    ServiceUnavailable,
    /// <summary>504 from the gateway; nothing done unless <c>afterEffect</c>.</summary>
    GatewayTimeout,
    /// <summary>No answer for <c>seconds</c>, then the connection closes; nothing done.</summary>
    TimeoutBeforeCommit,
    /// <summary>No answer for <c>seconds</c>, then the connection closes; carried out.</summary>
    TimeoutAfterCommit,
    /// <summary>The connection is reset; nothing done.</summary>
    ResetBeforeCommit,
    /// <summary>The connection is reset; carried out.</summary>
    ResetAfterCommit,
    /// <summary>Headers and half of the body, then a reset; carried out.</summary>
    ResetMidBody,
    /// <summary>200 with nothing in it; carried out.</summary>
    EmptyOk,
    /// <summary>200 with the first half of the JSON; carried out.</summary>
    TruncatedBody,
    /// <summary>200 with a web page; nothing done unless <c>afterEffect</c>.</summary>
    HtmlOk,
    /// <summary>502 with a web page; nothing done unless <c>afterEffect</c>.</summary>
    HtmlError,
    /// <summary>A number field holds a word; carried out.</summary>
    WrongType,
    /// <summary>The header names a character set that the body is not in; carried out.</summary>
    WrongCharset,
    /// <summary>What the request wrote stays invisible to GETs for <c>seconds</c>.</summary>
    ReadLag,
    /// <summary>
    /// After a page is served one of its rows changes and moves to the end, so the next page misses a row.
    /// </summary>
    PageDrift,
    /// <summary>Later pages begin with the last row of the page before.</summary>
    DuplicateRow,
    /// <summary>The state's clock is off by <c>seconds</c> (may be negative) for the request.</summary>
    ClockOff,
    /// <summary>The caller's user key is revoked and stays so until restored.</summary>
    KeyRevoked,
    /// <summary>Everything answers 503 between <c>from</c> and <c>to</c>.</summary>
    Outage,
}

internal sealed class FaultNames()
    : JsonStringEnumConverter<SimulatorFault>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
