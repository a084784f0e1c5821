using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tendril.Domain;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Platform;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;
using Tendril.Tests.Support;

namespace Tendril.Tests.Platform.Web;

/// <summary>What a person typed and the door let through, but the database refuses, is not our fault.</summary>
public sealed class LastNetTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/careless/saved")]
    [InlineData("/api/careless/sent")]
    [InlineData("/api/outside")]
    public async Task A_value_that_only_the_database_refuses_is_a_refusal_and_leaves_nothing(string path)
    {
        var tenant = await server.CreateTenantAsync($"Net {path}");
        await using var app = TendrilHost.Build(new ServerOptions(server.Database, server.MasterKey) { Port = 0 });
        var careless = app.MapTenantGroup("/api/careless");
        careless.MapPost("/saved", (TendrilDb db, IdSource ids) => Stage(db, ids)).NeedsSignIn();
        careless.MapPost("/sent", async (TendrilDb db, IdSource ids) =>
        {
            Stage(db, ids, "OK");
            await db.SaveChangesAsync(Cancel);
            await db.Database.ExecuteSqlAsync($"UPDATE sites SET state = 'Colorado'", Cancel);
        }).NeedsSignIn();
        app.MapPost("/api/outside", async (AccessDb access) =>
            await access.Database.ExecuteSqlAsync($"UPDATE access.organizations SET name = ''", Cancel)).NeedsSignIn();
        await app.StartAsync(Cancel);
        using var admin = await tenant.ClientAsync();
        admin.BaseAddress = new Uri(
            app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        using var answer = await admin.PostAsJsonAsync(path, new { }, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, text);
        var problem = JsonDocument.Parse(text).RootElement;
        problem.GetProperty("code").GetString().ShouldBe("value.not_stored");
        problem.GetProperty("help").GetString().ShouldNotBeNullOrEmpty();
        text.ShouldNotContain("sites_");
        await using var unit = await tenant.BeginAsync();
        (await unit.Db.Sites.CountAsync(Cancel)).ShouldBe(1);
    }

    private static void Stage(TendrilDb db, IdSource ids, string state = "Colorado") => db.Sites.Add(new Site
    {
        Id = ids.Next(),
        Name = "New",
        License = "NEW",
        State = state,
        TimeZone = "America/Denver",
        Kind = "grower",
    });
}
