namespace Tendril.Domain;

/// <summary>Errors block; warnings are shown, and what the person confirmed is stored with their name.</summary>
public enum Severity { Error, Warning }

/// <summary>One answer of a rule. <paramref name="Code"/> is stable; see <c>docs/codes.md</c>.</summary>
public sealed record Finding(string Code, Severity Severity, string Field, string Message, string Help)
{
    public static Finding Error(string code, string field, string message, string help) =>
        new(code, Severity.Error, field, message, help);

    public static Finding Warning(string code, string field, string message, string help) =>
        new(code, Severity.Warning, field, message, help);
}
