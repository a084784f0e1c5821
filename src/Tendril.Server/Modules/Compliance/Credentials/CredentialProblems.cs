using Tendril.Domain;

namespace Tendril.Server.Modules.Compliance;

/// <summary>Refusals around Metrc keys.</summary>
public static class CredentialProblems
{
    public static readonly ProblemCode Missing = new(
        "credentials.missing", "The site has no Metrc key for its environment (sandbox or production).",
        "Enter the keys under Admin → Compliance; they are checked before they are saved.");

    public static readonly ProblemCode KeyRefused = new(
        "credentials.key_refused", "Metrc does not accept this pair of vendor key and user key.",
        "Copy both keys again: the vendor key from Metrc Connect, the user key from your name → API Keys in Metrc. "
        + "Sandbox keys work only in the sandbox.");

    public static readonly ProblemCode LicenceNotFound = new(
        "credentials.licence_not_found", "The keys are good, but the site's licence is not among their facilities.",
        "Use the key of a person who works under this licence in Metrc, or correct the site's licence number.");

    public static readonly ProblemCode Unreachable = new(
        "credentials.unreachable", "Metrc did not answer, so the keys could not be checked.",
        "Try again in a few minutes. If it goes on, check the server's way to the internet and Metrc's status page.");

    public static readonly ProblemCode HostNotAllowed = new(
        "credentials.host_not_allowed", "The address is not Metrc's address for this state and environment.",
        "Leave the address empty to use the right one.");

    public static readonly ProblemCode KeyUnusable = new(
        "credentials.key_unusable", "A key is empty or holds signs that no Metrc key has.",
        "Copy the key again, without blanks or line breaks.");

    public static readonly ProblemCode EnvironmentUnknown = new(
        "credentials.environment_unknown", "The environment is neither sandbox nor production.",
        "Send one of the two.");

    public static readonly ProblemCode Unreadable = new(
        "credentials.unreadable", "The stored keys cannot be opened with this installation's master key.",
        "Restore the right master key, or enter the keys again under Admin → Compliance.");

    public static readonly IReadOnlyList<ProblemCode> Codes =
    [
        Missing, KeyRefused, LicenceNotFound, Unreachable, HostNotAllowed, KeyUnusable, EnvironmentUnknown, Unreadable,
    ];
}
