using Tendril.Domain;

namespace Tendril.Server.Modules.Telemetry;

/// <summary>Why a consent or an event is not taken.</summary>
internal static class TelemetryProblems
{
    public static readonly ProblemCode PurposeUnknown = new("telemetry.purpose_unknown",
        "There is no such purpose.", "Use performance or reliability.");

    public static readonly ProblemCode VersionOld = new("telemetry.version_old",
        "The consent is for another text than the one that holds now.",
        "Load the settings again, read the text and decide anew.");

    public static readonly ProblemCode NoConsent = new("telemetry.no_consent",
        "You have not agreed that this is counted, or took it back; nothing was stored.",
        "Delete what the device has counted; agree in the settings if you want it.");

    public static readonly ProblemCode TooMany = new("telemetry.too_many",
        "A request holds at most 500 events.", "Send them in several requests.");

    public static readonly ProblemCode EventRefused = new("telemetry.event_refused",
        "An event has another form than those that are listed; nothing was stored.",
        "Send only the fields of the event's form, with their kinds of values.");

    public static readonly IReadOnlyList<ProblemCode> Codes =
        [PurposeUnknown, VersionOld, NoConsent, TooMany, EventRefused];
}
