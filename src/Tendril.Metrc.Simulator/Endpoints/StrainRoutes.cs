using System.Text.Json;
using Tendril.Metrc.Simulator.Http;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Metrc.Simulator.Endpoints;

internal static class StrainRoutes
{
    private static readonly string[] TestingStatuses = ["None", "InHouse", "ThirdParty"];
    private static readonly string[] Fields =
        ["Name", "TestingStatus", "ThcLevel", "CbdLevel", "IndicaPercentage", "SativaPercentage"];

    private static readonly Listing<Strain> Active = new("active", s => s.IsActive, Write);
    private static readonly Listing<Strain> Inactive = new("inactive", s => !s.IsActive, Write, Windowed: false);

    internal static readonly IReadOnlyList<Route> All =
    [
        Guarded("GET", "/strains/v2/active", call => Paging.Of(call, call.State.Strains, Active)),
        Guarded("GET", "/strains/v2/inactive", call => Paging.Of(call, call.State.Strains, Inactive)),
        Guarded("GET", "/strains/v2/{id}", call => Found.ById(call, call.State.Strains, Write)) with
        {
            Licence = LicenceNeed.Optional,
        },
        Guarded("POST", "/strains/v2", call => Writes.Create(call, Create)) with { Reads = Fields },
        Guarded("PUT", "/strains/v2", call => Writes.Update(call, Update)) with { Reads = ["Id", .. Fields] },
        Guarded("DELETE", "/strains/v2/{id}", Discontinue),
    ];

    private static Route Guarded(string method, string path, Func<Call, Reply> handle) =>
        new(method, path, handle) { Needs = [Permissions.ManageStrains] };

    private static RowResult Create(Call call, BodyRow row) => Read(call, row, new Strain
    {
        Id = call.State.NextId(),
        FacilityId = call.Here.Id,
        Name = row.Text("Name") ?? "",
    });

    private static RowResult Update(Call call, BodyRow row)
    {
        var id = row.Whole("Id");
        if (id is null) return "Strain Id was not specified";
        if (Found.Here(call, call.State.Strains, id) is not { IsActive: true } strain) return "Strain Id not found";
        return Read(call, row, strain with { Name = row.Text("Name") ?? "" });
    }

    private static RowResult Read(Call call, BodyRow row, Strain strain)
    {
        if (strain.Name.Length == 0) return "Strain Name was not specified";
        if (call.State.Strains.Find(call.Here.Id, strain.Name) is { } other && other.Id != strain.Id)
            return $"Strain Name '{strain.Name}' is already in use";
        var status = row.Text("TestingStatus") ?? "None";
        if (!TestingStatuses.Contains(status, StringComparer.OrdinalIgnoreCase))
            return $"Testing Status '{status}' is not valid";
        var (indica, sativa) = (row.Number("IndicaPercentage") ?? 50m, row.Number("SativaPercentage") ?? 50m);
        if (indica + sativa != 100m) return "Indica Percentage and Sativa Percentage must add up to 100";
        return call.State.Stored(call.State.Strains, strain with
        {
            TestingStatus = TestingStatuses.First(s => s.Equals(status, StringComparison.OrdinalIgnoreCase)),
            ThcLevel = row.Number("ThcLevel"),
            CbdLevel = row.Number("CbdLevel"),
            IndicaPercentage = indica,
            SativaPercentage = sativa,
            LastModified = call.Now,
        }).Id;
    }

    private static Reply Discontinue(Call call)
    {
        if (Found.Here(call, call.State.Strains, call.PathId) is not { IsActive: true } strain)
            return Reply.Message(404, "The requested resource was not found.");
        call.State.Stored(call.State.Strains, strain with { IsActive = false, LastModified = call.Now });
        return Reply.Empty();
    }

    private static void Write(Utf8JsonWriter w, Strain strain, Call call)
    {
        w.WriteStartObject();
        w.WriteNumber("Id", strain.Id);
        w.WriteString("Name", strain.Name);
        w.WriteString("TestingStatus", strain.TestingStatus);
        w.Number("ThcLevel", strain.ThcLevel);
        w.Number("CbdLevel", strain.CbdLevel);
        w.WriteNumber("IndicaPercentage", strain.IndicaPercentage);
        w.WriteNumber("SativaPercentage", strain.SativaPercentage);
        w.WriteBoolean("IsUsed", false);
        w.WriteString("Genetics", $"{strain.IndicaPercentage:0.##}% Indica / {strain.SativaPercentage:0.##}% Sativa");
        w.WriteEndObject();
    }
}
