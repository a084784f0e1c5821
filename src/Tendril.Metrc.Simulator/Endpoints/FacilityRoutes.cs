using System.Text.Json;
using Tendril.Metrc.Simulator.Http;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Metrc.Simulator.Endpoints;

/// <summary>Facilities and employees.</summary>
internal static class FacilityRoutes
{
    internal static readonly IReadOnlyList<Route> All =
    [
        new("GET", "/facilities/v2", Facilities) { Licence = LicenceNeed.None },
        new("GET", "/employees/v2", Employees)
        {
            Needs = [Permissions.ManageEmployees, Permissions.ViewEmployees], AnyIsEnough = true,
        },
        new("GET", "/employees/v2/permissions", EmployeePermissions) { Needs = [Permissions.ManageEmployees] },
    ];

    private static readonly DateOnly Started = new(2021, 1, 4);
    private static readonly DateOnly Ends = new(2031, 1, 3);

    private static Reply Facilities(Call call) => Reply.Json(w =>
    {
        w.WriteStartArray();
        foreach (var facility in call.State.FacilityList.Where(call.User.Opens)) Write(w, facility, call.User);
        w.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter w, Facility facility, UserKey user)
    {
        w.WriteStartObject();
        w.WriteNumber("FacilityId", facility.Id);
        w.Day("HireDate", Started);
        w.WriteBoolean("IsOwner", false);
        w.WriteBoolean("IsManager", true);
        w.WriteBoolean("IsFinancialContact", false);
        w.WriteNull("Email");
        w.EmptyArrays("Occupations");
        w.WriteString("Name", facility.Name);
        w.WriteString("Alias", facility.Name);
        w.WriteString("DisplayName", facility.Name);
        w.Day("CredentialedDate", Started);
        w.Nulls("SupportActivationDate", "SupportExpirationDate");
        w.WriteStartObject("FacilityType");
        w.Nulls("RestrictHarvestPlantRestoreTimeHours", "TotalMemberPatientsAllowed", "RestrictWholesalePriceEditDays",
            "RestrictPlantBatchAdjustmentTimeHours");
        foreach (var flag in FacilityFlags.All) w.WriteBoolean(flag, facility.Has(flag));
        w.WriteEndObject();
        WriteLicence(w, facility, user);
        w.Nulls("AllowTransferOfOnHoldPackages", "AllowTransferOfOnRecallPackages");
        w.WriteEndObject();
    }

    private static void WriteLicence(Utf8JsonWriter w, Facility facility, UserKey user)
    {
        w.WriteStartObject("License");
        w.WriteString("Number", facility.Licence);
        w.WriteString("EmployeeLicenseNumber", user.EmployeeLicence);
        w.Day("StartDate", Started);
        w.Day("EndDate", Ends);
        w.WriteString("LicenseType", facility.LicenseType);
        w.WriteEndObject();
    }

    private static Reply Employees(Call call) =>
        Paging.Of(call, call.State.UserKeys.Where(k => k.Opens(call.Here))
            .DistinctBy(k => (k.EmployeeLicence, k.EmployeeName)).ToList(), static (w, user, call) =>
        {
            w.WriteStartObject();
            w.WriteString("FullName", user.EmployeeName);
            WriteLicence(w, call.Here, user);
            w.Falses("IsIndustryAdmin", "IsOwner");
            w.WriteBoolean("IsManager", true);
            w.WriteEndObject();
        });

    private static Reply EmployeePermissions(Call call)
    {
        var licence = (string?)call.Query["employeeLicenseNumber"];
        var employee = call.State.UserKeys.Find(k =>
            k.Opens(call.Here) && k.EmployeeLicence.Equals(licence, StringComparison.OrdinalIgnoreCase));
        if (employee is null) return Reply.Message(404, "The requested resource was not found.");
        return Reply.Json(w =>
        {
            w.WriteStartArray();
            foreach (var permission in employee.Permissions ?? Everything()) w.WriteStringValue(permission);
            w.WriteEndArray();
        });
    }

    private static IEnumerable<string> Everything() =>
        RouteTable.All.SelectMany(r => r.Needs).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
