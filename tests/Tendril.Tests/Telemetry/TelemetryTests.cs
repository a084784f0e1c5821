using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Tendril.Server.Jobs;
using Tendril.Server.Modules.Telemetry;
using Tendril.Tests.Support;

namespace Tendril.Tests.Telemetry;

/// <summary>Nothing is counted of who did not agree, and nothing is left of who took it back.</summary>
public sealed class TelemetryTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Duration = """{"name":"sync_duration","stage":"push","milliseconds":120}""";
    private const string Pending = """{"name":"pending","count":7}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_stored_before_consent_and_all_is_gone_after_it_was_taken_back()
    {
        var tenant = await server.CreateTenantAsync("Consent");
        using var grower = await tenant.ClientAsync("head_grower");
        using var other = await OtherAsync(tenant);
        (await StoreAsync(grower, Duration)).ShouldBe((HttpStatusCode.Forbidden, "telemetry.no_consent", "purpose"));
        (await EventsAsync(tenant)).ShouldBeEmpty();

        (await DecideAsync(grower, "performance", true)).ShouldBe(HttpStatusCode.OK);
        (await DecideAsync(other, "performance", true)).ShouldBe(HttpStatusCode.OK);
        (await StoreAsync(grower, Duration)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await StoreAsync(other, Duration)).Status.ShouldBe(HttpStatusCode.NoContent);
        // One purpose is no other, and a request is taken whole or not at all.
        (await StoreAsync(grower, Duration, Pending)).Code.ShouldBe("telemetry.no_consent");
        (await DecideAsync(grower, "reliability", true)).ShouldBe(HttpStatusCode.OK);
        (await StoreAsync(grower, Pending)).Status.ShouldBe(HttpStatusCode.NoContent);
        await OlderAsync(tenant, 40);
        (await StoreAsync(grower, Duration)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await EventsAsync(tenant)).Count.ShouldBe(4);

        (await DecideAsync(grower, "performance", false)).ShouldBe(HttpStatusCode.OK);

        (await EventsAsync(tenant)).ShouldBe(["pending", "sync_duration"]);
        (await StoreAsync(grower, Duration)).Code.ShouldBe("telemetry.no_consent");
        var records = await TextsAsync(tenant,
            "SELECT purpose || ' ' || version || ' ' || granted FROM telemetry_consents", "decided_at, id");
        records.ShouldBe(["performance 1 true", "performance 1 true", "reliability 1 true", "performance 1 false"]);
        var consents = await grower.GetFromJsonAsync<JsonObject>("/api/telemetry/consents", Cancel);
        consents!["items"]!.AsArray().Select(one => one!["granted"]!.GetValue<bool>()).ShouldBe([false, true]);
    }

    [Theory]
    [InlineData("""{"name":"sync_duration","stage":"push","milliseconds":120,"plant":"Blue Dream"}""", "plant")]
    [InlineData("""{"name":"sync_duration","stage":"Denver","milliseconds":120}""", "stage")]
    [InlineData("""{"name":"sync_duration","stage":"push","milliseconds":"120"}""", "milliseconds")]
    [InlineData("""{"name":"sync_duration","stage":"push","milliseconds":-1}""", "milliseconds")]
    [InlineData("""{"name":"sync_duration","stage":"push","milliseconds":1.5}""", "milliseconds")]
    [InlineData("""{"name":"sync_duration","stage":"push"}""", "milliseconds")]
    [InlineData("""{"name":"screen_seen","stage":"push"}""", "name")]
    [InlineData("""{"stage":"push"}""", "name")]
    [InlineData("""{"name":"rejection","table":"customers_of_mine","code":"sync.row_unknown","count":1}""", "table")]
    [InlineData("""{"name":"rejection","table":"tasks","code":"my plant died","count":1}""", "code")]
    [InlineData("""{"name":"conflict","table":"tasks","fields":["title","Bob"],"resolution":"merged"}""", "fields")]
    [InlineData("""{"name":"conflict","table":"tasks","fields":"title","resolution":"merged"}""", "fields")]
    [InlineData("""{"name":"conflict","table":"tasks","fields":["title"],"resolution":"mine"}""", "resolution")]
    [InlineData("""{"name":"sync_result","stage":"pull","succeeded":"yes"}""", "succeeded")]
    public async Task An_event_of_another_form_is_refused_and_nothing_beside_it_is_stored(string bad, string field)
    {
        var tenant = await AgreedAsync();
        using var client = await tenant.ClientAsync("org_admin");
        var before = (await EventsAsync(tenant)).Count;

        (await StoreAsync(client, Duration, bad)).ShouldBe(
            (HttpStatusCode.UnprocessableEntity, "telemetry.event_refused", $"events[1].{field}"));

        (await EventsAsync(tenant)).Count.ShouldBe(before);
    }

    [Fact]
    public async Task A_request_holds_at_most_500_events_and_only_objects()
    {
        var tenant = await AgreedAsync();
        using var client = await tenant.ClientAsync("org_admin");
        (await StoreAsync(client, [.. Enumerable.Repeat(Pending, 501)])).Code.ShouldBe("telemetry.too_many");
        (await StoreAsync(client, "\"pending\"")).Code.ShouldBe("telemetry.event_refused");
    }

    [Fact]
    public async Task An_agreement_to_an_older_text_or_another_purpose_is_none()
    {
        var tenant = await server.CreateTenantAsync("Version");
        using var client = await tenant.ClientAsync("operator");
        (await DecideAsync(client, "performance", true, version: 2)).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await DecideAsync(client, "advertising", true)).ShouldBe(HttpStatusCode.NotFound);
        (await StoreAsync(client, Duration)).Code.ShouldBe("telemetry.no_consent");
        // The text changes with an update: what was agreed to before does not count for the new one.
        (await DecideAsync(client, "performance", true)).ShouldBe(HttpStatusCode.OK);
        await ExecuteAsync(
            "UPDATE telemetry_consents SET version = 0 WHERE organization_id = $1", tenant.OrganizationId);
        (await StoreAsync(client, Duration)).Code.ShouldBe("telemetry.no_consent");
    }

    [Fact]
    public void A_person_has_another_name_each_day_and_none_is_the_persons()
    {
        var names = server.App.Services.GetRequiredService<DailyPseudonym>();
        var (organization, person, day) = (Guid.CreateVersion7(), Guid.CreateVersion7(), new DateOnly(2026, 11, 20));
        string[] all =
        [
            names.Of(organization, person, day), names.Of(organization, person, day.AddDays(1)),
            names.Of(organization, Guid.CreateVersion7(), day), names.Of(Guid.CreateVersion7(), person, day),
        ];
        all.Distinct().Count().ShouldBe(4);
        all.ShouldAllBe(name => name.Length == 32 && name.All(char.IsAsciiHexDigitLower));
        all.ShouldNotContain(person.ToString("N"));
        names.Of(organization, person, day).ShouldBe(all[0]);
    }

    [Fact]
    public async Task After_ninety_days_events_go_and_the_run_is_written_down()
    {
        var tenant = await server.CreateTenantAsync("Purge");
        using var client = await tenant.ClientAsync("org_admin");
        await DecideAsync(client, "reliability", true);
        await StoreAsync(client, Pending);
        await OlderAsync(tenant, 91);
        await StoreAsync(client, Pending);
        await OlderAsync(tenant, 0, hours: 1);

        await server.App.Services.GetRequiredService<PurgeTelemetryJob>().RunAsync(Cancel);

        (await EventsAsync(tenant)).Count.ShouldBe(1);
        (await TextsAsync(tenant, "SELECT deleted::text FROM telemetry_purges", "ran_at DESC LIMIT 1")).ShouldBe(["1"]);
        var figures = await client.GetFromJsonAsync<JsonObject>("/api/telemetry", Cancel);
        figures!["purgedEvents"]!.GetValue<int>().ShouldBe(1);
        figures["keptDays"]!.GetValue<int>().ShouldBe(90);
    }

    [Fact]
    public async Task An_administrator_sees_sums_of_their_own_organisation()
    {
        var tenant = await AgreedAsync("Figures");
        var stranger = await AgreedAsync("Other figures");
        using var client = await tenant.ClientAsync("org_admin");
        using var foreign = await stranger.ClientAsync("org_admin");
        await StoreAsync(client, Duration, Duration.Replace("120", "900"), Duration.Replace("120", "80"), Pending,
            """{"name":"sync_result","stage":"push","succeeded":true}""",
            """{"name":"sync_result","stage":"pull","succeeded":false}""",
            """{"name":"payload_size","stage":"pull","bytes":4000}""", """{"name":"checkpoint_age","seconds":60}""",
            """{"name":"conflict","table":"tasks","fields":["title"],"resolution":"merged"}""",
            """{"name":"conflict","table":"tasks","fields":["title"],"resolution":"conflict"}""",
            """{"name":"rejection","table":"tasks","code":"sync.row_unknown","count":3}""");
        await StoreAsync(foreign, Pending.Replace("7", "7000"));

        var figures = await client.GetFromJsonAsync<JsonObject>("/api/telemetry", Cancel);

        var day = figures!["days"]!.AsArray().ShouldHaveSingleItem()!.AsObject();
        day.Remove("day");
        day.Select(one => $"{one.Key} {one.Value}").ShouldBe(
        [
            "people 1", "pushMs 120", "pushP95Ms 900", "succeeded 1", "failed 1", "pendingMost 7",
            "checkpointAgeSeconds 60", "pullBytes 4000",
        ]);
        figures["tables"]!.ToJsonString().ShouldBe("""[{"table":"tasks","merged":1,"conflicts":1}]""");
        figures["rejections"]!.ToJsonString().ShouldBe("""[{"table":"tasks","code":"sync.row_unknown","count":3}]""");
    }

    /// <summary>A client of another person of the organisation.</summary>
    private static async Task<HttpClient> OtherAsync(TestTenant tenant)
    {
        using var admin = await tenant.ClientAsync("org_admin");
        using var invited = await admin.PostAsJsonAsync("/api/users", new
        {
            email = $"other.{Guid.NewGuid():N}@example.test",
            fullName = "Other",
            role = "operator",
            siteIds = (Guid[]?)null,
        }, Cancel);
        var member = JsonNode.Parse(await invited.Content.ReadAsStringAsync(Cancel))!["member"]!;
        return await (tenant with { AdminId = member["userId"]!.GetValue<Guid>() }).ClientAsync("operator");
    }

    private TestTenant? _agreed;

    private async Task<TestTenant> AgreedAsync(string? name = null)
    {
        if (name is null && _agreed is not null) return _agreed;
        var tenant = await server.CreateTenantAsync(name ?? $"Agreed {Guid.NewGuid():N}");
        using var client = await tenant.ClientAsync("org_admin");
        foreach (var purpose in new[] { "performance", "reliability" }) await DecideAsync(client, purpose, true);
        return _agreed = tenant;
    }

    private static async Task<HttpStatusCode> DecideAsync(
        HttpClient client, string purpose, bool granted, int version = 1)
    {
        using var answer = await client.PutAsJsonAsync(
            $"/api/telemetry/consents/{purpose}", new { granted, version }, Cancel);
        return answer.StatusCode;
    }

    private static async Task<(HttpStatusCode Status, string? Code, string? Field)> StoreAsync(
        HttpClient client, params string[] events)
    {
        using var body = new StringContent(
            $$"""{"events":[{{string.Join(',', events)}}]}""", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync("/api/telemetry/events", body, Cancel);
        if (answer.StatusCode == HttpStatusCode.NoContent) return (answer.StatusCode, null, null);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!;
        return (answer.StatusCode, problem["code"]?.GetValue<string>(), problem["field"]?.GetValue<string>());
    }

    private Task<List<string>> EventsAsync(TestTenant tenant) =>
        TextsAsync(tenant, "SELECT name FROM telemetry_events", "name");

    /// <summary>As if all of it had come so many days earlier, under the names of that day.</summary>
    private async Task OlderAsync(TestTenant tenant, int days, int hours = 0)
    {
        await ExecuteAsync(
            "UPDATE telemetry_events SET received_at = received_at - make_interval(days => $2, hours => $3) "
            + "WHERE organization_id = $1", tenant.OrganizationId, days, hours);
        var names = server.App.Services.GetRequiredService<DailyPseudonym>();
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        foreach (var person in await PeopleAsync(tenant))
            await ExecuteAsync("UPDATE telemetry_events SET pseudonym = $2 WHERE pseudonym = $1",
                names.Of(tenant.OrganizationId, person, today),
                names.Of(tenant.OrganizationId, person, today.AddDays(-days)));
    }

    private async Task<List<Guid>> PeopleAsync(TestTenant tenant) =>
        [.. (await TextsAsync(tenant, "SELECT user_id::text FROM telemetry_consents", "1")).Select(Guid.Parse)];

    private async Task<List<string>> TextsAsync(TestTenant tenant, string select, string order)
    {
        await using var source = NpgsqlDataSource.Create(server.Database.Owner);
        await using var command = source.CreateCommand($"{select} WHERE organization_id = $1 ORDER BY {order}");
        command.Parameters.Add(new() { Value = tenant.OrganizationId });
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        List<string> texts = [];
        while (await reader.ReadAsync(Cancel)) texts.Add(reader.GetString(0));
        return texts;
    }

    private async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var source = NpgsqlDataSource.Create(server.Database.Owner);
        await using var command = source.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
