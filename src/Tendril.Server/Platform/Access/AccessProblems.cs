using Tendril.Domain;

namespace Tendril.Server.Platform.Access;

/// <summary>Refusals at the door.</summary>
public static class AccessProblems
{
    private static readonly ProblemCode NotSignedInCode = new(
        "access.not_signed_in", "The request carries no valid session or API token.",
        "Sign in, or send a valid API token.");

    private static readonly ProblemCode ClosedCode = new(
        "access.closed", "The address names no permission and is therefore closed to everybody.",
        "Ask your administrator.");

    private static readonly ProblemCode HeaderMissingCode = new(
        "access.header_missing",
        "A change came with the session cookie but without the header that only the Tendril app sends: perhaps forged.",
        "Reload the page and try again. Programs use an API token, or send the header X-Tendril: 1.");

    private static readonly ProblemCode NotAllowedCode = new(
        "access.not_allowed", "The role of the person or token does not include the permission this needs.",
        "Ask an administrator of your organisation for this permission.");

    private static readonly ProblemCode SessionOnlyCode = new(
        "access.session_only",
        "A program with an API token asked for what only a signed-in person may, such as to change organisation or "
        + "password.",
        "Do it in the app, signed in with your email and password.");

    private static readonly ProblemCode PasswordChangeNeededCode = new(
        "session.password_change_needed",
        "The password is a temporary one that somebody else made, and has not been changed since.",
        "Sign in to the app and choose a password of your own.");

    public static readonly IReadOnlyList<ProblemCode> Codes =
        [NotSignedInCode, ClosedCode, HeaderMissingCode, NotAllowedCode, SessionOnlyCode,
            PasswordChangeNeededCode];

    public static Problem NotSignedIn { get; } =
        NotSignedInCode.Refuse("You are not signed in.", kind: ProblemKind.Denied);

    public static Problem Closed { get; } = ClosedCode.Refuse("This address is not open.", kind: ProblemKind.Denied);

    public static Problem HeaderMissing { get; } =
        HeaderMissingCode.Refuse("The request did not come from the Tendril app.", kind: ProblemKind.Denied);

    public static Problem SessionOnly { get; } =
        SessionOnlyCode.Refuse("An API token cannot do this.", kind: ProblemKind.Denied);

    public static Problem PasswordChangeNeeded { get; } = PasswordChangeNeededCode.Refuse(
        "Your password is temporary; choose your own first.", kind: ProblemKind.Denied);

    public static Problem NotAllowed(string permission) =>
        NotAllowedCode.Refuse($"Your role does not include \"{permission}\".", kind: ProblemKind.Denied);
}
