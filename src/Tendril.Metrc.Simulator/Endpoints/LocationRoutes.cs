using System.Text.Json;
using Tendril.Metrc.Simulator.Http;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Metrc.Simulator.Endpoints;

internal static class LocationRoutes
{
    private static readonly Listing<Location> Active = new("active", l => l.IsActive, Write);
    private static readonly Listing<Location> Inactive = new("inactive", l => !l.IsActive, Write, Windowed: false);

    internal static readonly IReadOnlyList<Route> All =
    [
        Guarded("GET", "/locations/v2/active", call => Paging.Of(call, call.State.Locations, Active)),
        Guarded("GET", "/locations/v2/inactive", call => Paging.Of(call, call.State.Locations, Inactive)),
        Guarded("GET", "/locations/v2/types", call => Paging.Of(call, call.Here.LocationTypes, WriteType)),
        Guarded("GET", "/locations/v2/{id}", call => Found.ById(call, call.State.Locations, Write)) with
        {
            Licence = LicenceNeed.Optional,
        },
        Guarded("POST", "/locations/v2", call => Writes.Create(call, Create)) with
        {
            Reads = ["Name", "LocationTypeName"],
        },
        Guarded("PUT", "/locations/v2", call => Writes.Update(call, Update)) with
        {
            Reads = ["Id", "Name", "LocationTypeName"],
        },
        Guarded("DELETE", "/locations/v2/{id}", Discontinue),
    ];

    private static Route Guarded(string method, string path, Func<Call, Reply> handle) =>
        new(method, path, handle) { Needs = [Permissions.ManageLocations] };

    private static RowResult Create(Call call, BodyRow row)
    {
        if (Wrong(call, row, id: null, out var name, out var type) is { } refusal) return refusal;
        return Put(call, new Location
        {
            Id = call.State.NextId(),
            FacilityId = call.Here.Id,
            Name = name,
            TypeName = type.Name,
        });
    }

    private static RowResult Update(Call call, BodyRow row)
    {
        var id = row.Whole("Id");
        if (id is null) return "Location Id was not specified";
        if (Found.Here(call, call.State.Locations, id) is not { IsActive: true } location)
            return "Location Id not found";
        if (Wrong(call, row, id, out var name, out var type) is { } refusal) return refusal;
        return Put(call, location with { Name = name, TypeName = type.Name });
    }

    private static string? Wrong(Call call, BodyRow row, long? id, out string name, out LocationType type)
    {
        (name, type) = (row.Text("Name") ?? "", null!);
        if (name.Length == 0) return "Location Name was not specified";
        if (row.Text("LocationTypeName") is not { } typeName) return "Location Type Name was not specified";
        if (call.Here.FindType(typeName) is not { } found) return $"Location Type '{typeName}' was not found";
        type = found;
        return call.State.Locations.Find(call.Here.Id, name) is { } other && other.Id != id
            ? $"Location Name '{name}' is already in use"
            : null;
    }

    private static RowResult Put(Call call, Location location) =>
        call.State.Stored(call.State.Locations, location with { LastModified = call.Now }).Id;

    private static Reply Discontinue(Call call)
    {
        if (Found.Here(call, call.State.Locations, call.PathId) is not { IsActive: true } location)
            return Reply.Message(404, "The requested resource was not found.");
        Put(call, location with { IsActive = false });
        return Reply.Empty();
    }

    private static void Write(Utf8JsonWriter w, Location location, Call call)
    {
        var type = call.State.FacilityOf(location.FacilityId).TypeOf(location);
        w.WriteStartObject();
        w.WriteNumber("Id", location.Id);
        w.WriteString("Name", location.Name);
        w.Whole("LocationTypeId", type?.Id);
        w.WriteString("LocationTypeName", location.TypeName);
        WriteUses(w, type);
        w.WriteEndObject();
    }

    private static void WriteType(Utf8JsonWriter w, LocationType type, Call call)
    {
        w.WriteStartObject();
        w.WriteNumber("Id", type.Id);
        w.WriteString("Name", type.Name);
        WriteUses(w, type);
        w.WriteEndObject();
    }

    private static void WriteUses(Utf8JsonWriter w, LocationType? type)
    {
        w.WriteBoolean("ForPlantBatches", type?.ForPlantBatches ?? false);
        w.WriteBoolean("ForPlants", type?.ForPlants ?? false);
        w.WriteBoolean("ForHarvests", type?.ForHarvests ?? false);
        w.WriteBoolean("ForPackages", type?.ForPackages ?? false);
    }
}
