namespace Tendril.Domain;

/// <summary>
/// A stable code with its cause and remedy. It sits beside what it guards and makes the problems and findings
/// that carry it, so that a code cannot be used without being documented.
/// </summary>
public sealed record ProblemCode(string Code, string Cause, string Remedy)
{
    /// <summary>A refusal. Without <paramref name="help"/> the code's remedy is shown.</summary>
    public Problem Refuse(
        string message, string? field = null, string? help = null, ProblemKind kind = ProblemKind.Refused) =>
        new(Code, message, field, help ?? Remedy, kind);

    /// <summary>A finding that blocks.</summary>
    public Finding Error(string field, string message, string? help = null) =>
        Finding.Error(Code, field, message, help ?? Remedy);

    /// <summary>A finding that is shown and may be confirmed.</summary>
    public Finding Warning(string field, string message, string? help = null) =>
        Finding.Warning(Code, field, message, help ?? Remedy);
}

/// <summary>The codes of one area of the product, under the heading they have in <c>docs/codes.md</c>.</summary>
public sealed record CodeArea(string Title, IReadOnlyList<ProblemCode> Codes);
