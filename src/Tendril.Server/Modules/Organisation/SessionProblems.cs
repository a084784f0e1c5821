using Microsoft.AspNetCore.Identity;
using Tendril.Domain;

namespace Tendril.Server.Modules.Organisation;

/// <summary>Refusals of sign-in and first run.</summary>
public static class SessionProblems
{
    public static Problem WrongCredentials { get; } = new(
        "session.wrong_credentials", "Email or password is wrong.", "password",
        "Check both, or ask an administrator to reset your password.", ProblemKind.Denied);

    public static Problem Locked { get; } = new(
        "session.locked", "Too many wrong passwords. This account is locked for 15 minutes.", null,
        "Wait, or ask an administrator to reset your password.", ProblemKind.SlowDown);

    public static Problem NoOrganization { get; } = new(
        "session.no_organization", "Your account belongs to no organisation.", null,
        "Ask an administrator to add you.", ProblemKind.Denied);

    public static Problem OrganizationUnknown { get; } = new(
        "session.organization_unknown", "Organisation not found.", "organizationId", "Choose one of yours.", ProblemKind.Unknown);

    public static Problem LanguageUnknown { get; } = new(
        "session.language_unknown", "This language is not available.", "language", "Use en, es or fr.");

    public static Problem ThemeUnknown { get; } = new(
        "session.theme_unknown", "This theme is not available.", "theme", "Use light, dark or auto.");

    public static Problem AlreadySetUp { get; } = new(
        "setup.already_done", "Tendril is set up already.", null, "Sign in instead.", ProblemKind.Conflict);

    public static Problem WrongSetupCode { get; } = new(
        "setup.wrong_code", "The setup code is wrong.", "setupCode",
        "Copy the code that the server printed when it started.", ProblemKind.Denied);

    public static Problem Field(string field, string message) =>
        new("setup.field_invalid", message, field, "Correct this field and send again.");

    /// <summary>What the framework's password rules said, as one sentence.</summary>
    public static Problem Password(IEnumerable<IdentityError> errors)
    {
        var list = errors.ToList();
        return list.Any(error => error.Code == "PasswordMismatch")
            ? new("session.wrong_password", "Your current password is wrong.", "currentPassword", "Type it again.")
            : new("session.password_weak", string.Join(" ", list.Select(error => error.Description)), "newPassword",
                "Use at least 12 characters; a sentence works well.");
    }
}
