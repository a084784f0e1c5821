using Tendril.Domain;
using Tendril.Server.Modules.Compliance;
using Tendril.Server.Modules.Compliance.Pull;
using Tendril.Server.Modules.Cultivation;
using Tendril.Server.Modules.Inventory;
using Tendril.Server.Modules.Compliance.Push;
using Tendril.Server.Modules.Harvests;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Modules.Telemetry;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Csv;
using Tendril.Server.Platform.Web;
using Tendril.Server.Sync;
using Tendril.Server.Sync.Attachments;

namespace Tendril.Server.Platform;

/// <summary>Every code the product answers with, area by area, as <c>docs/codes.md</c> lists them.</summary>
public static class ServerCodes
{
    /// <summary>The domain's areas and the server's own. A module adds its line here.</summary>
    public static IReadOnlyList<CodeArea> Areas { get; } =
    [
        new("Requests and access",
        [
            .. RequestProblems.Codes, .. AccessProblems.Codes, .. ListProblems.Codes, .. SaveProblems.Codes,
        ]),
        new("Sign-in and first run", [.. SessionProblems.Codes, .. EndSessions.Codes, .. EmailAddress.Codes]),
        new("Sites, rooms, pods", [.. SiteProblems.Codes, .. PlaceProblems.Codes]),
        new("Members, API tokens, alerts",
            [.. MemberProblems, .. AccountProblems.Codes, .. ApiTokenProblems.Codes, .. ReadAlert.Codes]),
        new("Metrc keys", CredentialProblems.Codes),
        new("Pushing to Metrc", [.. PushProblems.Codes, .. ReportSettlement.Codes, .. ReportWaits.Codes]),
        new("Pulling from Metrc", [.. PullProblems.Codes, .. ScheduleBook.Codes, .. LinkProblems.Codes]),
        new("Cultivation and inventory", [.. CultivationProblems.Codes, .. InventoryProblems.Codes]),
        new("Harvests online", [.. HarvestRoutes.Codes, .. HarvestSettings.Codes]),
        new("Offline work", SyncProblems.Codes),
        new("Devices", [.. DeviceRoutes.Codes, .. QuarantineRoutes.Codes]),
        new("Photos", AttachmentProblems.Codes),
        new("Telemetry", TelemetryProblems.Codes),
        new("Imports from files", CsvProblems.Codes),
        .. Codes.Areas,
    ];

    private static IReadOnlyList<ProblemCode> MemberProblems => Domain.Organisation.MemberProblems.Codes;
}
