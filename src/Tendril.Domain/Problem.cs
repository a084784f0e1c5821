namespace Tendril.Domain;

/// <summary>What kind of refusal a problem is; the door maps it to an HTTP status.</summary>
public enum ProblemKind
{
    /// <summary>400: the request could not be read.</summary>
    Unreadable,
    /// <summary>403: the caller may not do this.</summary>
    Denied,
    /// <summary>404: no such thing, or not one of the caller's.</summary>
    Unknown,
    /// <summary>409: it collides with what is already there.</summary>
    Conflict,
    /// <summary>422: a rule refuses it.</summary>
    Refused,
    /// <summary>429: too fast.</summary>
    SlowDown,
    /// <summary>503: try again later.</summary>
    Later,
}

/// <summary>
/// A refusal that a person or the state can cause: a stable code, the field, a sentence, and what to do.
/// </summary>
public sealed record Problem(
    string Code, string Message, string? Field = null, string? Help = null, ProblemKind Kind = ProblemKind.Refused)
{
    /// <summary>All findings behind this refusal, where there are several.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];
}
