using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Tendril.Tests.Support;

namespace Tendril.Tests.Sync;

/// <summary>A device hears of new revisions, of its own organisation and of no other.</summary>
public sealed class LiveTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_push_is_heard_by_the_own_organisation_alone_over_one_connection()
    {
        var (mine, theirs) = (await server.CreateTenantAsync("Hears"), await server.CreateTenantAsync("Does not"));
        using var phone = await SyncClient.OpenAsync(mine);
        using var other = await SyncClient.OpenAsync(theirs);
        using var live = await OpenAsync(phone.Http, phone.Device);
        using var second = await OpenAsync(phone.Http, phone.Device);
        using var deaf = await OpenAsync(other.Http, other.Device);
        foreach (var stream in new[] { live, second, deaf }) (await RevisionAsync(stream)).ShouldBe(0);

        var revision = (await phone.ResultsAsync(SyncClient.Task(mine.SiteId, "Heard")))[0]["revision"]!
            .GetValue<long>();

        (await RevisionAsync(live)).ShouldBe(revision);
        (await RevisionAsync(second)).ShouldBe(revision);
        var silence = RevisionAsync(deaf);
        (await Task.WhenAny(silence, Task.Delay(300, Cancel))).ShouldNotBe(silence);
        (await ListenersAsync()).ShouldBe(1);
        await other.ResultsAsync(SyncClient.Task(theirs.SiteId, "Now"));
        (await silence).ShouldBe(1);
    }

    [Fact]
    public async Task Streams_end_when_the_server_stops()
    {
        var tenant = await server.CreateTenantAsync("Stops");
        using var phone = await SyncClient.OpenAsync(tenant);
        await using var another = await server.StartAnotherAsync(Cancel);
        using var there = phone.At(UrlOf(another));
        using var live = await OpenAsync(there.Http, there.Device);
        await RevisionAsync(live);

        var start = TimeProvider.System.GetTimestamp();
        await another.StopAsync(Cancel);

        (await live.ReadToEndAsync(Cancel)).ShouldBeEmpty();
        TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_device_that_is_revoked_on_another_server_hears_no_more_at_once_and_others_do()
    {
        var tenant = await server.CreateTenantAsync("Cut off");
        using var phone = await SyncClient.OpenAsync(tenant);
        using var tablet = await SyncClient.OpenAsync(tenant);
        await using var another = await server.StartAnotherAsync(Cancel);
        using var there = phone.At(UrlOf(another));
        using var live = await OpenAsync(there.Http, there.Device);
        using var beside = await OpenAsync(tablet.Http, tablet.Device);
        (await RevisionAsync(live), await RevisionAsync(beside)).ShouldBe((0, 0));

        (await tablet.SendAsync(HttpMethod.Post, $"/api/devices/{phone.Device}/revoke")).Status
            .ShouldBe(HttpStatusCode.OK);

        (await live.ReadToEndAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(10), Cancel)).ShouldBeEmpty();
        await tablet.ResultsAsync(SyncClient.Task(tenant.SiteId, "Heard"));
        (await RevisionAsync(beside)).ShouldBe(1);
    }

    [Fact]
    public async Task Only_a_registered_device_hears()
    {
        var tenant = await server.CreateTenantAsync("Unheard");
        using var phone = await SyncClient.OpenAsync(tenant);
        using var stranger = new SyncClient(phone.Http, Guid.CreateVersion7());
        foreach (var path in (string[])["/api/sync/live", $"/api/sync/live?device={stranger.Device}"])
            (await stranger.SendAsync(HttpMethod.Get, path)).ShouldSatisfyAllConditions(
                answer => answer.Status.ShouldBe(HttpStatusCode.NotFound),
                answer => answer.Body.Code().ShouldBe("sync.device_unknown"));
    }

    private static Uri UrlOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    // Right after the start nothing can be heard yet; a device asks again, and so does this.
    private static async Task<StreamReader> OpenAsync(HttpClient http, Guid device)
    {
        for (var tries = 0; ; tries++)
        {
            var answer = await http.GetAsync(
                $"/api/sync/live?device={device}", HttpCompletionOption.ResponseHeadersRead, Cancel);
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable && tries < 50)
            {
                await Task.Delay(100, Cancel);
                continue;
            }
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
            return new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));
        }
    }

    private static async Task<long> RevisionAsync(StreamReader stream)
    {
        (await stream.ReadLineAsync(Cancel)).ShouldBe("event: revision");
        var data = (await stream.ReadLineAsync(Cancel))!;
        await stream.ReadLineAsync(Cancel);
        return long.Parse(data["data: ".Length..]);
    }

    private async Task<long> ListenersAsync()
    {
        await using var source = NpgsqlDataSource.Create(server.Database.Owner);
        await using var command = source.CreateCommand("""
            SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
              AND application_name = 'tendril live'
            """);
        return (long)(await command.ExecuteScalarAsync(Cancel))!;
    }
}
