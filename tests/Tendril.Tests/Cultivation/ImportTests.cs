using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Tendril.Server.Platform.Csv;
using Tendril.Tests.Support;

namespace Tendril.Tests.Cultivation;

/// <summary>Files in and out: all rows or none, and nothing garbled on the way.</summary>
public sealed class ImportTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Cultivars = "/api/cultivars/import";

    [Fact]
    public async Task A_trial_says_what_would_happen_and_saves_nothing()
    {
        var client = await ClientAsync("Trial");
        await client.CreateAsync("/api/cultivars", new { name = "Old One", notes = "x" });
        const string csv = "name,thcPercent,notes\nNew One,20.5,\nold one,18,y\n";
        var trial = (await client.ImportAsync($"{Cultivars}?dryRun=true", csv)).Is(HttpStatusCode.OK).Json;
        Figures(trial).ShouldBe((2, 1, 1, 0));
        trial.GetProperty("dryRun").GetBoolean().ShouldBeTrue();
        (await TotalAsync(client)).ShouldBe(1);
        Figures((await client.ImportAsync(Cultivars, csv)).Is(HttpStatusCode.OK).Json).ShouldBe((2, 1, 1, 0));
        Figures((await client.ImportAsync(Cultivars, csv)).Is(HttpStatusCode.OK).Json).ShouldBe((2, 0, 0, 2));
        (await TotalAsync(client)).ShouldBe(2);
    }

    [Fact]
    public async Task One_wrong_row_keeps_all_rows_out_and_every_fault_is_listed()
    {
        var client = await ClientAsync("All or none");
        const string csv = "name,thcPercent,active\nGood,20,yes\n,5,yes\nBad,abc,maybe\ngood,1,no\nHigh,101,yes\n";
        var refused = (await client.ImportAsync(Cultivars, csv)).Is(HttpStatusCode.UnprocessableEntity);
        refused.Code.ShouldBe("import.rows_refused");
        refused.Json.GetProperty("created").GetInt32().ShouldBe(0);
        Errors(refused.Json).ShouldBe(
        [
            (3, "name", "field.required"), (4, "thcPercent", "import.not_a_number"), (4, "active", "import.not_yes_no"),
            (5, "name", "import.twice_in_file"), (6, "thcPercent", "field.range"),
        ]);
        (await TotalAsync(client)).ShouldBe(0);
    }

    [Theory]
    [InlineData("name;THC %;Notes\nSuper Lemon Haze;22,5;a, b\n", "22.5", "a, b")]
    [InlineData("Strain Name\tthc\tnotes\nSuper Lemon Haze\t22.5\tx;y\n", "22.5", "x;y")]
    [InlineData("\uFEFFNAME,thc_percent,NOTES\r\nSuper Lemon Haze,22.50,\"quote \"\" and\nline\"\r\n", "22.50",
        "quote \" and\nline")]
    public async Task Commas_semicolons_tabs_marks_and_quotes_are_understood(string csv, string thc, string notes)
    {
        var client = await ClientAsync($"Dialect {csv.Length}");
        (await client.UploadAsync(Cultivars, csv)).Is(HttpStatusCode.OK);
        var item = (await client.ReadAsync("/api/cultivars")).Json.GetProperty("items")[0];
        item.GetProperty("name").GetString().ShouldBe("Super Lemon Haze");
        item.GetProperty("thcPercent").GetDecimal().ShouldBe(decimal.Parse(thc));
        item.GetProperty("notes").GetString().ShouldBe(notes);
    }

    [Fact]
    public async Task Utf16_is_read_and_other_encodings_are_refused_instead_of_garbled()
    {
        var client = await ClientAsync("Encodings");
        byte[] utf16 = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("name\nJack Hérer\n")];
        (await client.ImportAsync(Cultivars, utf16)).Is(HttpStatusCode.OK);
        (await client.ReadAsync("/api/cultivars?q=hérer")).Json.GetProperty("total").GetInt32().ShouldBe(1);
        var latin = (await client.ImportAsync(Cultivars, Encoding.Latin1.GetBytes("name\nJosé\n")))
            .Is(HttpStatusCode.BadRequest);
        latin.Code.ShouldBe("import.not_text");
        (await client.ImportAsync(Cultivars, [0x50, 0x4B, 0x03, 0x04, 0, 0])).Is(HttpStatusCode.BadRequest);
        (await client.CallAsync(HttpMethod.Post, Cultivars, new { name = "json" }))
            .Is(HttpStatusCode.BadRequest).Code.ShouldBe("import.no_file");
    }

    [Theory]
    [InlineData("", "import.no_file")]
    [InlineData("name\n", "import.empty")]
    [InlineData("breeder,notes\na,b\n", "import.column_missing")]
    [InlineData("name,Strain\na,b\n", "import.column_twice")]
    public async Task A_table_that_cannot_be_right_is_refused(string csv, string code)
    {
        var client = await ClientAsync($"Table {code}");
        (await client.ImportAsync(Cultivars, csv)).Code.ShouldBe(code);
    }

    [Fact]
    public async Task Broken_quotes_are_named_and_unknown_columns_are_told()
    {
        var client = await ClientAsync("Broken");
        var open = (await client.ImportAsync($"{Cultivars}?dryRun=true", "name,colour\nA,red\n\"never ends,x\n")).Json;
        Errors(open).ShouldBe([(3, "", "import.broken_row")]);
        open.GetProperty("ignoredColumns")[0].GetString().ShouldBe("colour");
        var wide = (await client.ImportAsync($"{Cultivars}?dryRun=true", "name\nA,red\n")).Json;
        Errors(wide).ShouldBe([(2, "", "import.broken_row")]);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("'=1+1")]
    [InlineData("''quoted")]
    [InlineData("-5")]
    [InlineData("@home")]
    [InlineData("'tis fine")]
    public void A_cell_comes_back_as_it_went_out_and_never_as_a_formula(string text)
    {
        CsvSafe.Open(CsvSafe.Close(text)).ShouldBe(text);
        "=+-@".ShouldNotContain(CsvSafe.Close(text)[0]);
    }

    [Fact]
    public async Task An_export_is_safe_for_spreadsheets_and_can_be_imported_unchanged()
    {
        var client = await ClientAsync("Round trip");
        await client.CreateAsync("/api/cultivars",
            new { name = "=HYPERLINK(\"http://x\")", notes = "a,b\n\"c\"", thcPercent = 1.250 });
        await client.CreateAsync("/api/cultivars", new { name = "Ünïcode 🌿", active = false });
        var file = await client.FileAsync("/api/cultivars/export.csv");
        file[0].ShouldBe('\uFEFF');
        file.ShouldContain("\"'=HYPERLINK(\"\"http://x\"\")\"");
        Figures((await client.ImportAsync(Cultivars, file)).Is(HttpStatusCode.OK).Json).ShouldBe((2, 0, 0, 2));
    }

    [Fact]
    public async Task Batches_find_their_site_and_cultivar_by_name_and_are_never_overwritten()
    {
        var tenant = await server.CreateTenantAsync("Batch file");
        await tenant.AddSiteAsync("Second");
        using var client = await tenant.ClientAsync();
        await client.CreateAsync("/api/cultivars", new { name = "Runtz" });
        const string csv = """
            batch number,site,cultivar,plants,planted,stage,source type
            B-1,second,RUNTZ,12,2026-02-01,vegetative,Tissue Culture
            B-1,LIC-Second,,1,2/1/2026,,
            """;
        var twice = (await client.ImportAsync("/api/batches/import", csv)).Is(HttpStatusCode.UnprocessableEntity);
        Errors(twice.Json).ShouldBe([(3, "batchNumber", "import.twice_in_file")]);
        var fixedCsv = csv.Replace("B-1,LIC", "B-2,LIC");
        Figures((await client.ImportAsync("/api/batches/import", fixedCsv)).Is(HttpStatusCode.OK).Json)
            .ShouldBe((2, 2, 0, 0));
        Figures((await client.ImportAsync("/api/batches/import", fixedCsv)).Is(HttpStatusCode.OK).Json)
            .ShouldBe((2, 0, 0, 2));
        var other = (await client.ImportAsync("/api/batches/import", fixedCsv.Replace("RUNTZ", "")))
            .Is(HttpStatusCode.UnprocessableEntity);
        Errors(other.Json).ShouldBe([(2, "batchNumber", "batch.number_taken")]);
        var unknown =
            (await client.ImportAsync("/api/batches/import", "number,count,start,strain\nX,1,2026-13-01,Nope\n")).Json;
        Errors(unknown).Select(error => error.Item3).Order()
            .ShouldBe(["cultivation.cultivar_not_found", "cultivation.site_not_found", "import.not_a_date"]);
        (await client.FileAsync("/api/batches/export.csv?q=B-1"))
            .ShouldContain("Second,B-1,cannabis,Runtz,tissue_culture,12,vegetative");
    }

    [Fact]
    public async Task Ten_thousand_rows_come_in_at_once()
    {
        var client = await ClientAsync("Many");
        // More than the million bytes that other routes take.
        var csv = new StringBuilder("name,thcPercent,notes\n");
        for (var i = 0; i < 10_000; i++) csv.Append($"Cultivar {i},{i % 30}.5,{new string('n', 150)}\n");
        Figures((await client.ImportAsync(Cultivars, csv.ToString())).Is(HttpStatusCode.OK).Json)
            .ShouldBe((10_000, 10_000, 0, 0));
        (await TotalAsync(client)).ShouldBe(10_000);
    }

    [Fact]
    public async Task A_file_above_ten_megabytes_is_refused_before_it_is_sent()
    {
        var client = await ClientAsync("Large");
        using var request = new HttpRequestMessage(HttpMethod.Post, Cultivars);
        request.Headers.ExpectContinue = true;
        request.Content = new ByteArrayContent(new byte[CsvUpload.MaxBytes + 5000]);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .ShouldContain("request.too_large");
    }

    [Theory]
    [InlineData("multipart/form-data", "name\nA\n")]
    [InlineData("multipart/form-data; boundary=x",
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nname\nCut")]
    [InlineData("multipart/form-data; boundary=x", "no boundary anywhere")]
    public async Task A_form_that_is_cut_off_or_has_no_boundary_is_refused_with_what_to_do(string type, string body)
    {
        var client = await ClientAsync($"Form {type.Length} {body.Length}");
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type).ShouldBeTrue();
        using var answer = await client.PostAsync(Cultivars, content, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, text);
        var refused = JsonDocument.Parse(text).RootElement;
        refused.GetProperty("code").GetString().ShouldBe("import.broken_form");
        refused.GetProperty("help").GetString().ShouldNotBeNullOrEmpty();
        (await TotalAsync(client)).ShouldBe(0);
    }

    private async Task<HttpClient> ClientAsync(string name) =>
        await (await server.CreateTenantAsync($"Import {name}")).ClientAsync();

    private static (int, int, int, int) Figures(JsonElement result) => (
        result.GetProperty("rows").GetInt32(), result.GetProperty("created").GetInt32(),
        result.GetProperty("updated").GetInt32(), result.GetProperty("skipped").GetInt32());

    private static (int, string?, string?)[] Errors(JsonElement result) =>
        [.. result.GetProperty("errors").EnumerateArray().Select(error => (
            error.GetProperty("row").GetInt32(), error.GetProperty("field").GetString(),
            error.GetProperty("code").GetString()))];

    private static async Task<int> TotalAsync(HttpClient client) =>
        (await client.ReadAsync("/api/cultivars")).Json.GetProperty("total").GetInt32();
}
