using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tendril.Server.Modules.Cultivation;
using Tendril.Tests.Compliance.Push;
using Tendril.Tests.Support;

namespace Tendril.Tests.Architecture;

/// <summary>
/// The books and what is told to Metrc: every text comes back exactly (without spaces around it) or is refused with the
/// field's name; nothing is half-written and nothing is our fault. Each field gets an eighth of the texts.
/// </summary>
public sealed class NaughtyBooksTests(PushServer server) : IClassFixture<PushServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private const string Batch = """
        "siteId":"SITE","plantCount":1,"startDate":"2026-10-01"
        """;

    private static readonly (string Path, string Body, string Field)[] Created =
    [
        ("/api/cultivars", """{"name":TEXT}""", "name"),
        ("/api/cultivars", """{"name":"ONCE","breeder":TEXT}""", "breeder"),
        ("/api/cultivars", """{"name":"ONCE","genetics":TEXT}""", "genetics"),
        ("/api/cultivars", """{"name":"ONCE","notes":TEXT}""", "notes"),
        ("/api/batches", """{BATCH,"batchNumber":TEXT}""", "batchNumber"),
        ("/api/batches", """{BATCH,"batchNumber":"ONCE","notes":TEXT}""", "notes"),
        ("/api/batches", """{BATCH,"batchNumber":"ONCE","sourcePackageLabel":TEXT}""", "sourcePackageLabel"),
        ("/api/batches", """{BATCH,"batchNumber":"ONCE","motherPlantLabel":TEXT}""", "motherPlantLabel"),
    ];

    [Fact]
    public async Task Texts_of_cultivars_and_batches_come_back_or_are_refused_and_nothing_is_half_written()
    {
        var grower = await server.CreateGrowerAsync("Naughtybooks");
        using var client = await grower.Tenant.ClientAsync();
        List<string> wrong = [];
        for (var at = 0; at < Created.Length; at++)
        {
            var (path, body, field) = Created[at];
            var before = await CountAsync(grower);
            var made = 0;
            foreach (var text in Some(at))
            {
                var sent = body.Replace("BATCH", Batch).Replace("SITE", $"{grower.Tenant.SiteId}")
                    .Replace("ONCE", $"{Guid.CreateVersion7():N}"[..30]);
                var (status, json) = await SendAsync(client, HttpMethod.Post, path, sent, text);
                if (status == HttpStatusCode.Created) made++;
                if (Complaint(status, json, "item", field, text) is { } complaint)
                    wrong.Add($"{path} {field} {Short(text)}: {complaint}");
            }
            if (await CountAsync(grower) != before + made) wrong.Add($"{path} {field}: rows beside the {made} made");
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Texts_of_changes_and_counts_come_back_or_are_refused_and_leave_the_batch_as_it_was()
    {
        var grower = await server.CreateGrowerAsync("Naughtychanges");
        using var client = await grower.Tenant.ClientAsync();
        var batch = await grower.AddBatchAsync();
        List<string> wrong = [];
        foreach (var text in Some(0))
        {
            var version = await VersionAsync(grower, batch.Id);
            var body = $$"""
                {"batchNumber":"{{batch.BatchNumber}}","version":{{version}},"plantCount":24,
                "startDate":"2026-10-01","notes":TEXT}
                """;
            var (status, json) = await SendAsync(client, HttpMethod.Put, $"/api/batches/{batch.Id}", body, text);
            if (Complaint(status, json, "item", "notes", text) is { } complaint) wrong.Add(
                $"notes {Short(text)}: {complaint}");
            if (status != HttpStatusCode.OK && await VersionAsync(grower, batch.Id) != version)
                wrong.Add($"notes {Short(text)}: refused and changed");
        }
        foreach (var field in new[] { "note", "reason" })
            foreach (var text in Some(field.Length))
            {
                var version = await VersionAsync(grower, batch.Id);
                var other = field == "note" ? "\"reason\":\"data_error\"" : "\"note\":\"x\"";
                var body = $$"""
                {"plantCount":{{20 + (version % 5)}},"version":{{version}},"confirmWarnings":true,{{other}},
                "{{field}}":TEXT}
                """;
                var (status, json) = await SendAsync(
                    client, HttpMethod.Post, $"/api/batches/{batch.Id}/count", body, text);
                if (Refusal(status, json, field) is { } complaint) wrong.Add($"{field} {Short(text)}: {complaint}");
                if (status == HttpStatusCode.OK && field == "note" && await NoteAsync(grower, batch.Id) is var note
                    && note != text.Trim()) wrong.Add($"{field} {Short(text)}: kept as {Short(note)}");
                if (status != HttpStatusCode.OK && await VersionAsync(grower, batch.Id) != version)
                    wrong.Add($"{field} {Short(text)}: refused and changed");
            }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Texts_of_an_import_come_in_exactly_or_the_whole_table_is_refused()
    {
        var grower = await server.CreateGrowerAsync("Naughtyimport");
        using var client = await grower.Tenant.ClientAsync();
        List<string> wrong = [];
        // Half a pair cannot stand in a file.
        foreach (var text in Some(1).Where(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text))
        {
            var before = await CountAsync(grower);
            var name = $"{Guid.CreateVersion7():N}"[..30];
            var csv = $"name,notes\n{name},\"{text.Replace("\"", "\"\"")}\"\nSecond {name},fine\n";
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(csv));
            content.Headers.ContentType = new("text/csv");
            using var answer = await client.PostAsync("/api/cultivars/import", content, Cancel);
            var made = await CountAsync(grower) - before;
            if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.UnprocessableEntity
                or HttpStatusCode.BadRequest))
                wrong.Add($"{Short(text)}: {(int)answer.StatusCode}");
            if (made != (answer.IsSuccessStatusCode ? 2 : 0)) wrong.Add($"{Short(text)}: {made} rows");
            if (answer.IsSuccessStatusCode && await NotesAsync(grower, name) is var notes && notes != text.Trim())
                wrong.Add($"{Short(text)}: kept as {Short(notes)}");
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Texts_of_keys_pushes_reasons_and_searches_are_never_our_fault()
    {
        var grower = await server.CreateGrowerAsync("Naughtywords");
        using var client = await grower.Tenant.ClientAsync();
        var batch = await grower.AddBatchAsync();
        var keys = $"/api/compliance/credentials?siteId={grower.Tenant.SiteId}";
        (HttpMethod Method, string Path, string Body, string Field)[] calls =
        [
            (HttpMethod.Put, keys, """{"environment":TEXT,"vendorKey":"v-1234567","userKey":"u-1234567"}""",
                "environment"),
            (HttpMethod.Put, keys,
                """{"environment":"sandbox","vendorKey":" ","userKey":"u-1234567","baseUrl":TEXT}""", "baseUrl"),
            (HttpMethod.Put, keys,
                $$"""{"environment":"sandbox","vendorKey":TEXT,"userKey":"none","baseUrl":"{{server.Metrc.Url}}"}""",
                "vendorKey"),
            (HttpMethod.Post, "/api/compliance/push-batch", $$"""{"batchId":"{{batch.Id}}","location":TEXT}""",
                "location"),
            (HttpMethod.Post, $"/api/compliance/batches/{batch.Id}/unlink", """{"reason":TEXT}""", "reason"),
            (HttpMethod.Post, $"/api/compliance/operations/{Guid.CreateVersion7()}/resolve",
                """{"decision":"give_up","reason":TEXT}""", "reason"),
        ];
        List<string> wrong = [];
        for (var at = 0; at < calls.Length; at++)
        {
            foreach (var text in Some(at).Where(text => calls[at].Field != "location" || text.Trim().Length > 0))
            {
                var (method, path, body, field) = calls[at];
                var (status, json) = await SendAsync(client, method, path, body, text);
                if ((int)status is 200 or 202 or >= 500) wrong.Add(
                    $"{path} {field} {Short(text)}: {(int)status} {json}");
                if (!json.TryGetProperty("code", out _)) wrong.Add($"{path} {field} {Short(text)}: no code");
            }
        }
        string[] lists = ["/api/batches?q=", "/api/cultivars?q=", "/api/lots?q=", "/api/batches?sort=",
            "/api/batches?metrcStatus=", "/api/compliance/sync-logs?syncType=",
            $"/api/compliance/mirror/strains?siteId={grower.Tenant.SiteId}&q="];
        for (var at = 0; at < lists.Length; at++)
        {
            foreach (var text in Some(at).Where(text => text.Length < 1000 && !text.Any(char.IsSurrogate)))
            {
                using var answer = await client.GetAsync(lists[at] + Uri.EscapeDataString(text), Cancel);
                if ((int)answer.StatusCode is not (200 or 400 or 422)) wrong.Add(
                    $"{lists[at]} {Short(text)}: {(int)answer.StatusCode}");
            }
        }
        wrong.ShouldBeEmpty();
        server.Metrc.State.CreationsOf(batch.BatchNumber).ShouldBe(0);
    }

    private static IEnumerable<string> Some(int at) => NaughtyStrings.All.Where((_, place) => place % 8 == at % 8);

    private static string? Complaint(HttpStatusCode status, JsonElement json, string answer, string field, string text)
    {
        if ((int)status >= 300) return Refusal(status, json, field);
        var came = json.GetProperty(answer).TryGetProperty(field, out var value) ? value.GetString() : "";
        return came == text.Trim() ? null : $"came back as {Short(came!)}";
    }

    private static string? Refusal(HttpStatusCode status, JsonElement json, string field)
    {
        if ((int)status < 300) return null;
        if (status is not (HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.Conflict))
            return $"{(int)status}";
        return json.TryGetProperty("field", out var named) && named.GetString() == field
            ? null
            : $"refused without its field: {json}";
    }

    private static async Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(
        HttpClient client, HttpMethod method, string path, string body, string text)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = new StringContent(body.Replace("TEXT", NaughtyStrings.Json(text)), Encoding.UTF8,
                "application/json"),
        };
        using var answer = await client.SendAsync(request, Cancel);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement);
    }

    private static async Task<int> CountAsync(PushTenant grower)
    {
        await using var unit = await grower.Tenant.BeginAsync();
        return await unit.Db.Cultivars.CountAsync(Cancel) + await unit.Db.Batches.CountAsync(Cancel);
    }

    private static async Task<int> VersionAsync(PushTenant grower, Guid batch)
    {
        await using var unit = await grower.Tenant.BeginAsync();
        return await unit.Db.Batches.Where(row => row.Id == batch).Select(row => row.Version).SingleAsync(Cancel);
    }

    private static async Task<string> NotesAsync(PushTenant grower, string cultivar)
    {
        await using var unit = await grower.Tenant.BeginAsync();
        return await unit.Db.Cultivars.Where(row => row.Name == cultivar).Select(row => row.Notes).SingleAsync(Cancel)
            ?? "";
    }

    /// <summary>The note of the newest change of the count.</summary>
    private static async Task<string> NoteAsync(PushTenant grower, Guid batch)
    {
        await using var unit = await grower.Tenant.BeginAsync();
        return await unit.Db.Set<BatchCountEvent>().Where(row => row.BatchId == batch).OrderByDescending(row => row.At)
            .Select(row => row.Note).FirstAsync(Cancel) ?? "";
    }

    private static string Short(string text) => NaughtyStrings.Json(text.Length > 40 ? text[..40] : text);
}
