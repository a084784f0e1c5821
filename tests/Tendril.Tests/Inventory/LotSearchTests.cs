using System.Net;
using Npgsql;
using Tendril.Tests.Architecture;
using Tendril.Tests.Cultivation;
using Tendril.Tests.Support;

namespace Tendril.Tests.Inventory;

/// <summary>
/// Looking for lots finds exactly those that hold the text, whatever signs are in it; found here row by row, without
/// pattern, column or index of the list's.
/// </summary>
public sealed class LotSearchTests(QuietServer server) : IClassFixture<QuietServer>
{
    private const int Lots = 240;
    private const int Terms = 80;

    private static readonly string[] Words =
    [
        "Blue Dream", "Éclair", "ÅNGSTRÖM", "100%", "50_50", @"back\slash", "O'Brien", "\"quoted\"", "naïve café",
        "ẞtraße", "ΣΊΣΥΦΟΣ", "Ёлка", "日本", "😀🌿", "a%b", "_", "%", @"\", "<b>Øl & Æble</b>", "Item 1", "item 12",
        "ITEM 123", "  two  ",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private sealed record Row(Guid Id, string[] Texts);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Finds_the_same_lots_as_reading_them_one_by_one(int seed)
    {
        var random = new Random(seed);
        var tenant = await server.CreateTenantAsync($"Search {seed}");
        var stranger = await server.CreateTenantAsync($"Search neighbour {seed}");
        foreach (var one in (TestTenant[])[tenant, stranger]) await FillAsync(one, random);
        var rows = await RowsAsync(tenant);
        using var client = await tenant.ClientAsync();
        var terms = Enumerable.Range(0, Terms).Select(_ => Term(random, rows).Trim()).Where(term => term.Length > 0)
            .Distinct(StringComparer.Ordinal).ToArray();
        foreach (var (term, lower) in terms.Zip(await LowerAsync(terms)))
        {
            var wanted = rows.Where(row => row.Texts.Any(text => text.Contains(lower, StringComparison.Ordinal)))
                .Select(row => row.Id).ToList();
            var (found, total) = await FindAsync(client, term, random.Next(10, 200));
            found.ShouldBe(wanted, ignoreOrder: true, $"\"{term}\"");
            total.ShouldBe(wanted.Count, $"\"{term}\"");
        }
    }

    // One to three letters, a piece of a text, a whole one, or a sign that means something to a pattern.
    private static string Term(Random random, IReadOnlyList<Row> rows)
    {
        var text = rows[random.Next(rows.Count)].Texts[random.Next(4)];
        if (random.Next(8) == 0) text = Words[random.Next(Words.Length)];
        if (text.Length == 0) return @"\%_"[random.Next(3)].ToString();
        var from = random.Next(text.Length);
        var length = random.Next(4) == 0 ? text.Length - from : random.Next(1, 4);
        var term = text.Substring(from, Math.Min(length, text.Length - from));
        // Half of a character that takes two is no text.
        if (char.IsLowSurrogate(term[0]) || char.IsHighSurrogate(term[^1])) return "😀";
        return random.Next(2) == 0 ? term.ToUpperInvariant() : term;
    }

    /// <summary>All pages of what a text finds, and the total that each of them told.</summary>
    private static async Task<(List<Guid> Ids, int Total)> FindAsync(HttpClient client, string term, int pageSize)
    {
        List<Guid> ids = [];
        List<int> totals = [];
        for (int? page = 1; page is not null;)
        {
            var answer = await client.ReadAsync(
                $"/api/lots?q={Uri.EscapeDataString(term)}&pageSize={pageSize}&page={page}");
            var list = answer.Is(HttpStatusCode.OK).Json;
            ids.AddRange(list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid()));
            totals.Add(list.GetProperty("total").GetInt32());
            page = list.TryGetProperty("next", out var next) ? next.GetInt32() : null;
        }
        return (ids, totals.Distinct().ShouldHaveSingleItem());
    }

    private async Task FillAsync(TestTenant tenant, Random random)
    {
        string Text() => string.Concat(Enumerable.Range(0, random.Next(1, 4))
            .Select(_ => Words[random.Next(Words.Length)] + (random.Next(2) == 0 ? " " : "")));
        await using var source = NpgsqlDataSource.Create(server.Database.Owner);
        await using var insert = source.CreateCommand("""
            INSERT INTO lots (organization_id, site_id, id, lot_number, product_name, compliance_package_uid,
              location_name, unit_of_measure, status, received_at, created_at, updated_at)
            SELECT $1, $2, gen_random_uuid(), came.number, came.product, came.label, came.place, 'Grams', 'available',
              now(), now(), now() - came.n % 9 * interval '1 hour'
            FROM unnest($3::text[], $4::text[], $5::text[], $6::text[]) WITH ORDINALITY
              AS came(number, product, label, place, n)
            """);
        insert.Parameters.Add(new() { Value = tenant.OrganizationId });
        insert.Parameters.Add(new() { Value = tenant.SiteId });
        insert.Parameters.Add(new() { Value = Enumerable.Range(0, Lots).Select(_ => Text()).ToArray() });
        insert.Parameters.Add(new() { Value = Enumerable.Range(0, Lots).Select(_ => Text()).ToArray() });
        insert.Parameters.Add(new()
        {
            Value = Enumerable.Range(0, Lots).Select(n => n % 5 == 0 ? null : $"1A4FF{random.Next():X8}{n}").ToArray(),
        });
        insert.Parameters.Add(new()
        {
            Value = Enumerable.Range(0, Lots).Select(n => n % 3 == 0 ? null : Text()).ToArray(),
        });
        await insert.ExecuteNonQueryAsync(Cancel);
    }

    private async Task<IReadOnlyList<Row>> RowsAsync(TestTenant tenant)
    {
        await using var source = NpgsqlDataSource.Create(server.Database.Owner);
        await using var command = source.CreateCommand("""
            SELECT id, ARRAY[lower(lot_number), lower(product_name), lower(coalesce(compliance_package_uid, '')),
              lower(coalesce(location_name, ''))] FROM lots WHERE organization_id = $1
            """);
        command.Parameters.Add(new() { Value = tenant.OrganizationId });
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        List<Row> rows = [];
        while (await reader.ReadAsync(Cancel)) rows.Add(new Row(reader.GetGuid(0), reader.GetFieldValue<string[]>(1)));
        return rows;
    }

    // What is upper and lower case is the database's to say.
    private async Task<string[]> LowerAsync(string[] texts)
    {
        await using var source = NpgsqlDataSource.Create(server.Database.Owner);
        await using var command = source.CreateCommand(
            "SELECT array_agg(lower(text) ORDER BY n) FROM unnest($1::text[]) WITH ORDINALITY AS came(text, n)");
        command.Parameters.Add(new() { Value = texts });
        return (string[])(await command.ExecuteScalarAsync(Cancel))!;
    }
}
