using Tendril.Domain;

namespace Tendril.Server.Platform.Access;

/// <summary>Refusals at the door.</summary>
public static class AccessProblems
{
    public static Problem NotSignedIn { get; } = new(
        "access.not_signed_in", "You are not signed in.", Help: "Sign in, or send a valid API token.", Kind: ProblemKind.Denied);

    public static Problem Closed { get; } = new(
        "access.closed", "This address is not open.", Help: "Ask your administrator.", Kind: ProblemKind.Denied);

    public static Problem HeaderMissing { get; } = new(
        "access.header_missing", "The request did not come from the Tendril app.",
        Help: "Reload the page and try again. Programs use an API token, or send the header X-Tendril: 1.", Kind: ProblemKind.Denied);

    public static Problem NotAllowed(string permission) => new(
        "access.not_allowed", $"Your role does not include \"{permission}\".",
        Help: "Ask an administrator of your organisation for this permission.", Kind: ProblemKind.Denied);

    public static Problem SiteNotYours { get; } = new(
        "organisation.site_unknown", "Site not found.", "siteId", "Choose one of your sites.", ProblemKind.Unknown);
}
