using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tendril.Metrc.Simulator.Faults;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Metrc.Simulator.Admin;

/// <summary>
/// What people do in Metrc's own screens, and the levers of a test, under <c>/_admin</c>; this machine only.
/// </summary>
public static class AdminRoutes
{
    /// <summary>Maps the admin API; refusals are 422 with a message.</summary>
    public static void MapAdmin(this IApplicationBuilder app, MetrcSimulator simulator) => app.Map("/_admin", branch =>
    {
        branch.Use(Guard);
        branch.UseRouting();
        branch.UseEndpoints(routes =>
        {
            MapState(routes, simulator);
            MapFaults(routes, simulator.Faults);
            MapHands(routes, simulator.State);
            MapPackages(routes, simulator.State);
        });
    });

    private static async Task Guard(HttpContext http, RequestDelegate next)
    {
        if (http.Connection.RemoteIpAddress is not { } address || !IPAddress.IsLoopback(address))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        try
        {
            await next(http);
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or JsonException or ArgumentException)
        {
            http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            await http.Response.WriteAsJsonAsync(new { message = wrong.Message }, http.RequestAborted);
        }
    }

    private static void MapState(IEndpointRouteBuilder routes, MetrcSimulator simulator)
    {
        var state = simulator.State;
        routes.MapGet("/", () => state.Summarize(simulator.Requests.Count));
        routes.MapGet("/state", () => Results.Bytes(state.Save(), "application/json"));
        routes.MapPut("/state", async (HttpRequest request, CancellationToken cancel) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, cancel);
            state.Load(body.ToArray());
            return state.Summarize(simulator.Requests.Count);
        });
        routes.MapPost("/reset", () =>
        {
            state.Reset();
            simulator.Faults.Clear();
            simulator.Requests.Clear();
        });
        routes.MapGet("/requests", () => simulator.Requests.All);
        routes.MapDelete("/requests", simulator.Requests.Clear);
        routes.MapGet("/plantbatches", (string? licence) => state.PlantBatchList(licence));
        routes.MapGet("/packages", (string? licence) => state.PackageList(licence));
        routes.MapGet("/tags", (string licence, string kind) =>
            state.SpareTags(licence, Enum.Parse<TagKind>(kind, ignoreCase: true)));
    }

    private static void MapFaults(IEndpointRouteBuilder routes, FaultBoard faults)
    {
        routes.MapGet("/faults", () => faults.Placed);
        routes.MapPost("/faults", (FaultRule rule) => new { id = faults.Add(rule) });
        routes.MapDelete("/faults", faults.Clear);
        routes.MapDelete("/faults/{id:int}", (int id) => faults.Remove(id) ? Results.Ok() : Results.NotFound());
    }

    private static void MapHands(IEndpointRouteBuilder routes, SimulatorState state)
    {
        routes.MapPost("/tags", (TagsRequest r) => state.AddTags(r.Licence, r.Kind, r.Count).Select(t => t.Label));
        routes.MapPost("/plants", (PlantRequest r) => state.AddPlant(r.Licence, r.Strain, r.Label, r.IsMother));
        routes.MapPost("/strains", (NamedRequest r) => state.AddStrain(r.Licence, r.Name));
        routes.MapPost("/locations", (NamedRequest r) =>
            state.AddLocation(r.Licence, r.Name, r.Type ?? "Default Location Type"));
        routes.MapPost("/items", (NamedRequest r) =>
            state.AddItem(r.Licence, r.Name, r.Category ?? "Buds", r.Unit ?? "Grams", r.Strain));
        routes.MapPost("/flags", (FlagsRequest r) => state.SetFlags(r.Licence, r.TrueFlags));
        routes.MapPost("/touch", (TouchRequest r) => state.Touch(r.Licence, r.Count, r.Delta));
        routes.MapPost("/keys", (KeyRequest r) =>
            new { id = state.AddUserKey(r.UserKey, r.Licences, r.Permissions, r.Employee).Id });
        routes.MapPost("/keys/revoke", (KeyRequest r) => state.RevokeUserKey(r.UserKey));
        routes.MapPost("/keys/restore", (KeyRequest r) => state.RestoreUserKey(r.UserKey));
    }

    private static void MapPackages(IEndpointRouteBuilder routes, SimulatorState state)
    {
        routes.MapPost("/packages", (PackageRequest r) => state.AddPackage(r.Licence, new NewPackage
        {
            Item = r.Item,
            Quantity = r.Quantity,
            Unit = r.Unit,
            Label = r.Label,
            Location = r.Location,
            PackageType = r.PackageType,
        }));
        routes.MapPost("/packages/{label}/adjust", (string label, PackageAction a) =>
            state.AdjustPackage(label, a.Delta ?? throw new ArgumentException("delta is missing.", nameof(a))));
        routes.MapPost("/packages/{label}/move", (string label, PackageAction a) =>
            state.MovePackage(label, a.Location ?? throw new ArgumentException("location is missing.", nameof(a))));
        routes.MapPost("/packages/{label}/receive", (string label, PackageAction a) => state.ReceivePackage(
            label, a.RecipientLicence ?? throw new ArgumentException("recipientLicence is missing.", nameof(a))));
        routes.MapPost("/packages/{label}/hold", (string label) => state.HoldPackage(label));
        routes.MapPost("/packages/{label}/release", (string label) => state.HoldPackage(label, onHold: false));
        routes.MapPost("/packages/{label}/finish", (string label) => state.FinishPackage(label));
        routes.MapPost("/packages/{label}/ship", (string label) => state.ShipPackage(label));
    }
}
