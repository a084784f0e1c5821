using Microsoft.AspNetCore.Identity;
using Tendril.Domain;

namespace Tendril.Server.Modules.Organisation;

/// <summary>Refusals of sign-in and first run.</summary>
public static class SessionProblems
{
    private static readonly ProblemCode WrongCredentialsCode = new(
        "session.wrong_credentials",
        "Email or password is wrong; which of them is not told, so that nobody can find out who has an account.",
        "Check both; after five wrong passwords the account rests for 15 minutes. "
        + "Or ask an administrator to reset your password.");

    private static readonly ProblemCode LockedCode = new(
        "session.locked",
        "After five wrong passwords in a row for an email address, or a hundred from one network address, sign-in "
        + "rests for 15 minutes.",
        "Wait, or ask an administrator to reset your password.");

    private static readonly ProblemCode NoOrganizationCode = new(
        "session.no_organization", "The account is a member of no organisation.", "Ask an administrator to add you.");

    private static readonly ProblemCode OrganizationUnknownCode = new(
        "session.organization_unknown", "There is no such organisation, or you are not a member of it.",
        "Choose one of yours.");

    private static readonly ProblemCode LanguageUnknownCode = new(
        "session.language_unknown", "The app does not speak this language.", "Use en, es or fr.");

    private static readonly ProblemCode ThemeUnknownCode = new(
        "session.theme_unknown", "There is no such theme.", "Use light, dark or auto.");

    private static readonly ProblemCode WrongPasswordCode = new(
        "session.wrong_password", "The current password, asked for again to change it, is wrong.", "Type it again.");

    private static readonly ProblemCode PasswordWeakCode = new(
        "session.password_weak", "The new password is too easily guessed.",
        "Use at least 12 characters; a sentence works well.");

    private static readonly ProblemCode PasswordSameCode = new(
        "session.password_same", "The new password is the present one.", "Choose another one, which only you know.");

    private static readonly ProblemCode AlreadySetUpCode = new(
        "setup.already_done", "First run makes the first organisation only.", "Sign in instead.");

    private static readonly ProblemCode WrongSetupCodeCode = new(
        "setup.wrong_code", "The setup code is not the one this server printed.",
        "Copy the code that the server printed when it started.");

    public static readonly IReadOnlyList<ProblemCode> Codes =
    [
        WrongCredentialsCode, LockedCode, NoOrganizationCode, OrganizationUnknownCode, LanguageUnknownCode,
            ThemeUnknownCode,
        WrongPasswordCode, PasswordWeakCode, PasswordSameCode, AlreadySetUpCode, WrongSetupCodeCode,
    ];

    public static Problem WrongCredentials { get; } =
        WrongCredentialsCode.Refuse("Email or password is wrong.", "password", kind: ProblemKind.Denied);

    public static Problem Locked { get; } = LockedCode.Refuse(
        "Too many wrong passwords. Sign-in rests for 15 minutes.", kind: ProblemKind.SlowDown);

    public static Problem NoOrganization { get; } =
        NoOrganizationCode.Refuse("Your account belongs to no organisation.", kind: ProblemKind.Denied);

    public static Problem OrganizationUnknown { get; } =
        OrganizationUnknownCode.Refuse("Organisation not found.", "organizationId", kind: ProblemKind.Unknown);

    public static Problem LanguageUnknown { get; } =
        LanguageUnknownCode.Refuse("This language is not available.", "language");

    public static Problem ThemeUnknown { get; } = ThemeUnknownCode.Refuse("This theme is not available.", "theme");

    public static Problem PasswordSame { get; } =
        PasswordSameCode.Refuse("The new password is the same as the present one.", "newPassword");

    public static Problem AlreadySetUp { get; } =
        AlreadySetUpCode.Refuse("Tendril is set up already.", kind: ProblemKind.Conflict);

    public static Problem WrongSetupCode { get; } =
        WrongSetupCodeCode.Refuse("The setup code is wrong.", "setupCode", kind: ProblemKind.Denied);

    /// <summary>What the framework's password rules said, as one sentence.</summary>
    public static Problem Password(IEnumerable<IdentityError> errors)
    {
        var list = errors.ToList();
        return list.Any(error => error.Code == "PasswordMismatch")
            ? WrongPasswordCode.Refuse("Your current password is wrong.", "currentPassword")
            : PasswordWeakCode.Refuse(string.Join(" ", list.Select(error => error.Description)), "newPassword");
    }
}
