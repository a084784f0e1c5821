using System.Diagnostics;
using System.Runtime.CompilerServices;
using Npgsql;

namespace Tendril.Bench;

/// <summary>Reads of lists with 50,000 lots in the books.</summary>
internal static class ListsBench
{
    private const int Lots = 50_000;
    private const int Reads = 100;

    private static readonly (string Name, string Url)[] Lists =
    [
        ("lots", "/api/lots?pageSize=50"),
        ("lots.page_500", "/api/lots?pageSize=50&page=500"),
        ("lots.find", "/api/lots?pageSize=50&q=item%20123"),
        ("lots.find_in_all", "/api/lots?pageSize=50&q=item"),
        ("lots.find_letter", "/api/lots?pageSize=50&q=7"),
        ("lots.by_status", "/api/lots?pageSize=50&status=on_hold"),
        ("lots.by_name", "/api/lots?pageSize=50&sort=productName"),
        ("lots.by_name.page_500", "/api/lots?pageSize=50&sort=productName&page=500"),
        ("lots.by_quantity", "/api/lots?pageSize=50&sort=-quantity"),
        ("mirror.packages", "/api/compliance/mirror/packages?siteId={site}&pageSize=50"),
        ("mirror.packages.page_500", "/api/compliance/mirror/packages?siteId={site}&pageSize=50&page=500"),
        ("mirror.packages.find", "/api/compliance/mirror/packages?siteId={site}&pageSize=50&q=00123"),
        ("mirror.packages.find_in_all", "/api/compliance/mirror/packages?siteId={site}&pageSize=50&q=1a4"),
        ("sync_logs", "/api/compliance/sync-logs?pageSize=50"),
        ("sync_logs.page_300", "/api/compliance/sync-logs?pageSize=50&page=300"),
        ("sync_logs.find", "/api/compliance/sync-logs?pageSize=50&q=answer"),
        ("batches", "/api/batches?pageSize=50"),
        ("batches.page_80", "/api/batches?pageSize=50&page=80"),
        ("batches.find", "/api/batches?pageSize=50&q=house"),
        ("overview", "/api/compliance/overview?siteId={site}"),
        ("today", "/api/today"),
    ];

    public static async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        await using var server = await BenchServer.StartAsync(cancel);
        var (organization, site, client) = await server.FoundAsync("BENCH-LISTS", cancel);
        using (client)
        {
            await FillAsync(server.Database.Owner, organization, site, cancel);
            // A server that has just started is slower for its first few thousand reads; start is a suite of its own.
            foreach (var (_, url) in Lists) await MeasureAsync(client, Of(url, site), cancel);
            foreach (var (name, url) in Lists)
            {
                var p95 = await MeasureAsync(client, Of(url, site), cancel);
                yield return new Figure($"list.{name}.p95", p95, "ms", null, "<= 50 ms with 50,000 lots", p95 <= 50);
            }
        }
    }

    private static string Of(string url, Guid site) =>
        url.Replace("{site}", site.ToString(), StringComparison.Ordinal);

    private static async Task<double> MeasureAsync(HttpClient client, string url, CancellationToken cancel)
    {
        List<double> times = [];
        for (var read = 0; read < Reads + 20; read++)
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await client.GetAsync(new Uri(url, UriKind.Relative), cancel);
            await answer.Content.ReadAsByteArrayAsync(cancel);
            if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{url} answered {answer.StatusCode}");
            // The first reads warm the server up.
            if (read >= 20) times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        return Spread.P95(times);
    }

    private static async Task FillAsync(string database, Guid organization, Guid site, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand($$"""
            INSERT INTO lots (organization_id, site_id, id, lot_number, product_name, unit_of_measure, status,
                compliance_package_uid,
              location_name, received_at, created_at, updated_at)
            SELECT '{{organization}}', '{{site}}', gen_random_uuid(), '1A4' || lpad(n::text, 21, '0'), 'Item '
                || n % 500, 'Grams',
              CASE WHEN n % 20 = 0 THEN 'on_hold' WHEN n % 33 = 0 THEN 'finished' ELSE 'available' END,
              '1A4' || lpad(n::text, 21, '0'), 'Vault ' || n % 7, now(), now() - n * interval '1 second',
                  now() - n * interval '1 second'
            FROM generate_series(1, {{Lots}}) AS n;
            INSERT INTO stock_movements (organization_id, site_id, id, lot_id, kind, quantity, unit_of_measure, reason,
                at, actor)
            SELECT organization_id, site_id, gen_random_uuid(), id, 'receive', 100.25, unit_of_measure, 'metrc_pull',
                received_at, 'Bench'
            FROM lots;
            INSERT INTO metrc_objects (organization_id, site_id, kind, metrc_id, name, list, active, payload,
                payload_hash, first_seen_at, changed_at)
            SELECT organization_id, site_id, 'packages', row_number() OVER (), lot_number, 'active', true,
              jsonb_build_object('Id', 1, 'Label', lot_number, 'Note', repeat('x', 1500)), gen_random_uuid(), now(),
                  now() FROM lots;
            INSERT INTO compliance_sync_logs (organization_id, id, site_id, sync_type, direction, operation, status,
                started_at, completed_at, triggered_by, error_message)
            SELECT '{{organization}}', gen_random_uuid(), '{{site}}', 'packages', 'pull', 'sync', 'completed',
                now() - n * interval '1 hour', now(), 'schedule', CASE WHEN n % 10 = 0 THEN 'Metrc did not answer' END
            FROM generate_series(1, 20000) AS n;
            INSERT INTO batches (organization_id, id, site_id, batch_number, domain_type, source_type, plant_count,
                stage, status, start_date, notes, version, created_at, updated_at)
            SELECT '{{organization}}', gen_random_uuid(), '{{site}}', 'B-' || n, 'cannabis', 'clone', 50, 'clone',
                'active', current_date, CASE WHEN n % 10 = 0 THEN 'Of the house' END, 1, now(),
                now() - n * interval '1 minute'
            FROM generate_series(1, 5000) AS n;
            """, connection) { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync(cancel);
        // What the database does by itself within a minute.
        await using var vacuum = new NpgsqlCommand("VACUUM ANALYZE", connection) { CommandTimeout = 300 };
        await vacuum.ExecuteNonQueryAsync(cancel);
    }
}
