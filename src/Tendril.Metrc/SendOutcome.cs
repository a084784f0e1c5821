namespace Tendril.Metrc;

/// <summary>
/// What is known after a write was sent. The client never sends a write twice; what follows is the caller's decision.
/// </summary>
/// <param name="Exchange">What was said between us: the evidence.</param>
public abstract record SendOutcome(MetrcExchange Exchange)
{
    /// <summary>Metrc confirmed: one id per row, in the order of the rows, and its warnings.</summary>
    public sealed record Accepted(
        IReadOnlyList<long> Ids, IReadOnlyList<string> Warnings, MetrcExchange Exchange) : SendOutcome(Exchange);

    /// <summary>Metrc said no (any 4xx but 408 and 429) and did nothing; one bad row refuses the whole.</summary>
    public sealed record Refused(
        int Status, IReadOnlyList<MetrcRowError> Errors, MetrcExchange Exchange) : SendOutcome(Exchange);

    /// <summary>
    /// It may have worked: timeout, 408, 5xx, a reset, a body cut off, a web page, or a success that does not name the
    /// ids it should. Look the object up before anything is sent again.
    /// </summary>
    public sealed record Unknown(string Reason, MetrcExchange Exchange) : SendOutcome(Exchange);

    /// <summary>
    /// It was certainly not carried out and may be sent again: 429, or no connection was ever made. Not before
    /// RetryAfter where Metrc named one.
    /// </summary>
    public sealed record Wait(
        string Reason, TimeSpan? RetryAfter, MetrcExchange Exchange) : SendOutcome(Exchange);
}
