using System.Net;
using System.Text.Json;
using Tendril.Domain;
using Tendril.Domain.Organisation;
using Tendril.Tests.Support;

namespace Tendril.Tests.Architecture;

/// <summary>Guards every route of the running server: what it asks for, and that it really asks.</summary>
public sealed class RoutePermissionTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Open to everyone, each with its reason.</summary>
    private static readonly Dictionary<string, string> Anonymous = new()
    {
        ["GET /healthz/live"] = "a supervisor has no account; tells nothing",
        ["GET /healthz/ready"] = "a supervisor has no account; tells nothing",
        ["GET /metrics"] = "counts without tenants; the handler asks for this machine or the metrics token",
        ["GET /openapi/{documentName}.json"] = "the same for everybody, and public with the source",
        ["GET /api/setup"] = "before the first account there is none",
        ["POST /api/setup"] = "asks for the setup code instead",
        ["POST /api/session"] = "this is how one signs in",
    };

    /// <summary>Refusals that come after the permission was granted.</summary>
    private const string NotAllowed = "access.not_allowed";

    [Fact]
    public void Every_route_says_what_it_needs_and_the_open_ones_are_listed()
    {
        var routes = Route.Of(server);
        routes.Count.ShouldBeGreaterThan(30);
        routes.Where(route => route.Needed is null).ShouldBeEmpty();
        routes.Where(route => route.Needed is { Anonymous: true }).Select(route => route.ToString())
            .Except(Anonymous.Keys).ShouldBeEmpty();
        routes.Select(route => route.Needed?.Permission).OfType<string>().Except(Roles.Current.Permissions)
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stranger_is_turned_away_everywhere_else()
    {
        using var stranger = server.Anonymous();
        List<string> open = [];
        foreach (var route in Route.Of(server).Where(route => route.Needed is not { Anonymous: true }))
        {
            using var answer =
                await stranger.SendAsync(route.Request(route.At(_ => $"{Guid.CreateVersion7()}")), Cancel);
            if (answer.StatusCode != HttpStatusCode.Unauthorized) open.Add($"{route}: {(int)answer.StatusCode}");
        }
        open.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_role_passes_exactly_where_it_has_the_permission()
    {
        var tenant = await server.CreateTenantAsync("Every role");
        List<string> wrong = [];
        foreach (var role in Enum.GetValues<Role>())
        {
            using var client = await tenant.ClientAsync(WireName.Of(role));
            foreach (var route in Route.Of(server).Where(route => route.Needed is { Anonymous: false }))
            {
                using var answer =
                    await client.SendAsync(route.Request(route.At(_ => $"{Guid.CreateVersion7()}")), Cancel);
                var turnedAway = answer.StatusCode == HttpStatusCode.Forbidden
                    && await CodeOfAsync(answer) == NotAllowed;
                var may = route.Needed!.Permission is not { } permission || Roles.Current.Allows(role, permission);
                if (turnedAway == may) wrong.Add($"{role} at {route}: {(int)answer.StatusCode}");
                if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.InternalServerError)
                    wrong.Add($"{role} at {route}: {(int)answer.StatusCode}");
            }
        }
        wrong.ShouldBeEmpty();
    }

    private static async Task<string?> CodeOfAsync(HttpResponseMessage answer)
    {
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        return problem.RootElement.TryGetProperty("code", out var code) ? code.GetString() : null;
    }
}
