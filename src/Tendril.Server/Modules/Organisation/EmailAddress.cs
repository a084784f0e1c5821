using System.Text.RegularExpressions;
using Tendril.Domain;

namespace Tendril.Server.Modules.Organisation;

/// <summary>What counts as an email address: what browsers accept in their email field.</summary>
public static partial class EmailAddress
{
    public static readonly ProblemCode Invalid = new(
        "email.invalid", "The text is not an email address.", "Write it as name@example.com.");

    public static readonly ProblemCode Taken = new(
        "email.taken", "The email address has an account already.", "Sign in with it, or use another address.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [Invalid, Taken];

    public static Result<string> Parse(string text, string field = "email")
    {
        var trimmed = text.Trim();
        return trimmed.Length <= 254 && Address().IsMatch(trimmed)
            ? trimmed
            : Invalid.Refuse("This is not an email address", field);
    }

    // The pattern of the HTML standard, with at least one dot in the domain.
    [GeneratedRegex(
        @"^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
        + @"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+\z")]
    private static partial Regex Address();
}
