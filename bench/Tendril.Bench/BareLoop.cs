using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Npgsql;
using Tendril.Metrc.Wire;

namespace Tendril.Bench;

/// <summary>
/// The least that a pull of packages could do: download the same pages with as many requests at once, read the rows,
/// and put
/// them into a table in bulk. No tenants, no checks, no comparing, no stock ledger, no history.
/// </summary>
public sealed class BareLoop(string metrc, string vendor, string user, string licence, string database, int atOnce)
    : IDisposable
{
    private static readonly string[] Lists = ["active", "onhold", "intransit", "inactive"];
    private const int RowsPerInsert = 500;

    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = atOnce })
    {
        BaseAddress = new Uri(metrc),
        DefaultRequestHeaders =
        {
            Authorization = new AuthenticationHeaderValue("Basic",
                Convert.ToBase64String(Encoding.UTF8.GetBytes($"{vendor}:{user}"))),
        },
    };

    public void Dispose() => http.Dispose();

    /// <summary>Rows put into the table.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(cancel);
        await RunAsync(connection, """
            DROP TABLE IF EXISTS public.bare_packages;
            CREATE TABLE public.bare_packages (id bigint PRIMARY KEY, label text, item text, quantity numeric,
                unit text, payload jsonb)
            """, cancel);
        var count = 0;
        foreach (var list in Lists) count += await ReadListAsync(connection, list, MetrcPage, cancel);
        return count + await ReadListAsync(connection, "transferred", TransferredPage, cancel);
    }

    private sealed record Row(long Id, string Label, string? Item, decimal Quantity, string? Unit, string Json);

    private sealed record Page(int TotalPages, IReadOnlyList<Row> Rows);

    private async Task<int> ReadListAsync(
        NpgsqlConnection connection, string list, Func<ReadOnlyMemory<byte>, Page> read, CancellationToken cancel)
    {
        List<Row> rows = [];
        var count = 0;
        var first = await GetAsync(list, 1, read, cancel);
        rows.AddRange(first.Rows);
        var coming = new Queue<Task<Page>>();
        for (var (next, done) = (2, 1); done < first.TotalPages; done++)
        {
            while (coming.Count < atOnce && next <= first.TotalPages) coming.Enqueue(GetAsync(list, next++, read,
                cancel));
            rows.AddRange((await coming.Dequeue()).Rows);
            if (rows.Count < RowsPerInsert) continue;
            count += await InsertAsync(connection, rows, cancel);
            rows.Clear();
        }
        return count + (rows.Count == 0 ? 0 : await InsertAsync(connection, rows, cancel));
    }

    private async Task<Page> GetAsync(string list, int page, Func<ReadOnlyMemory<byte>, Page> read,
        CancellationToken cancel) =>
        read(await http.GetByteArrayAsync(
            new Uri($"/packages/v2/{list}?licenseNumber={licence}&pageNumber={page}&pageSize=20", UriKind.Relative),
                cancel));

    private static Page MetrcPage(ReadOnlyMemory<byte> json)
    {
        var page = JsonSerializer.Deserialize(json.Span, MetrcJson.Default.MetrcPagedMetrcPackage)!;
        using var raw = JsonDocument.Parse(json);
        var texts = raw.RootElement.GetProperty("Data").EnumerateArray().Select(row => row.GetRawText());
        return new Page(page.TotalPages ?? 1, [.. page.Data.Zip(
            texts, (row, text) => new Row(row.Id, row.Label, row.Item?.Name, row.Quantity, row.UnitOfMeasureName,
                text))]);
    }

    private static Page TransferredPage(ReadOnlyMemory<byte> json)
    {
        var page = JsonSerializer.Deserialize(json.Span, MetrcJson.Default.MetrcPagedMetrcTransferredPackage)!;
        using var raw = JsonDocument.Parse(json);
        var texts = raw.RootElement.GetProperty("Data").EnumerateArray().Select(row => row.GetRawText());
        return new Page(page.TotalPages ?? 1, [.. page.Data.Zip(
            texts, (row, text) => new Row(row.PackageId, row.PackageLabel, row.ProductName, row.ShippedQuantity ?? 0,
                row.ShippedUnitOfMeasureAbbreviation, text))]);
    }

    private static async Task<int> InsertAsync(NpgsqlConnection connection, List<Row> rows, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("""
            INSERT INTO public.bare_packages
            SELECT id, label, item, quantity, unit, payload::jsonb
            FROM unnest($1::bigint[], $2::text[], $3::text[], $4::numeric[], $5::text[], $6::text[]) AS r(id, label,
                item, quantity, unit, payload)
            ON CONFLICT DO NOTHING
            """, connection);
        object[] columns =
        [
            rows.Select(row => row.Id).ToArray(), rows.Select(row => row.Label).ToArray(), rows.Select(row =>
                row.Item).ToArray(),
            rows.Select(row => row.Quantity).ToArray(), rows.Select(row => row.Unit).ToArray(), rows.Select(row =>
                row.Json).ToArray(),
        ];
        foreach (var column in columns) command.Parameters.Add(new() { Value = column });
        return await command.ExecuteNonQueryAsync(cancel);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
