using Tendril.Server.Platform.Access;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Telemetry;

/// <summary>One day, in UTC. A figure is absent where nothing was counted.</summary>
/// <param name="People">How many took part.</param>
/// <param name="PushMs">The middle of all durations of sending.</param>
/// <param name="PushP95Ms">What 95 of 100 stayed below.</param>
/// <param name="PendingMost">The most entries that waited on one device.</param>
/// <param name="CheckpointAgeSeconds">The longest time since a device had everything.</param>
public sealed record TelemetryDay(
    DateOnly Day, int People, int? PushMs, int? PushP95Ms, int? PullMs, int? PullP95Ms, int Succeeded, int Failed,
    int? PendingMost, int? CheckpointAgeSeconds, int? PushBytes, int? PullBytes);

/// <summary>How often the values of two people met in a table.</summary>
/// <param name="Merged">Both stand.</param>
/// <param name="Conflicts">One of them lost.</param>
public sealed record TelemetryTable(string Table, int Merged, int Conflicts);

public sealed record TelemetryRejection(string Table, string Code, int Count);

/// <param name="PurgedAt">When what is too old was last deleted.</param>
public sealed record TelemetryFigures(
    int KeptDays, IReadOnlyList<TelemetryDay> Days, IReadOnlyList<TelemetryTable> Tables,
    IReadOnlyList<TelemetryRejection> Rejections, DateTimeOffset? PurgedAt, int? PurgedEvents);

/// <summary>What was counted in the last thirty days, in sums: no event is shown by itself.</summary>
internal static class GetTelemetry
{
    private const int ShownDays = 30;

    private const string Days = """
        SELECT (received_at AT TIME ZONE 'UTC')::date AS day, count(DISTINCT pseudonym)::int,
          percentile_disc(0.5) WITHIN GROUP (ORDER BY (body->>'milliseconds')::int)
            FILTER (WHERE name = 'sync_duration' AND body->>'stage' = 'push'),
          percentile_disc(0.95) WITHIN GROUP (ORDER BY (body->>'milliseconds')::int)
            FILTER (WHERE name = 'sync_duration' AND body->>'stage' = 'push'),
          percentile_disc(0.5) WITHIN GROUP (ORDER BY (body->>'milliseconds')::int)
            FILTER (WHERE name = 'sync_duration' AND body->>'stage' = 'pull'),
          percentile_disc(0.95) WITHIN GROUP (ORDER BY (body->>'milliseconds')::int)
            FILTER (WHERE name = 'sync_duration' AND body->>'stage' = 'pull'),
          (count(*) FILTER (WHERE name = 'sync_result' AND (body->>'succeeded')::boolean))::int,
          (count(*) FILTER (WHERE name = 'sync_result' AND NOT (body->>'succeeded')::boolean))::int,
          max((body->>'count')::int) FILTER (WHERE name = 'pending'),
          max((body->>'seconds')::int) FILTER (WHERE name = 'checkpoint_age'),
          (avg((body->>'bytes')::int) FILTER (WHERE name = 'payload_size' AND body->>'stage' = 'push'))::int,
          (avg((body->>'bytes')::int) FILTER (WHERE name = 'payload_size' AND body->>'stage' = 'pull'))::int
        FROM telemetry_events WHERE received_at >= $1 GROUP BY day ORDER BY day
        """;

    private const string Tables = """
        SELECT body->>'table', (count(*) FILTER (WHERE body->>'resolution' = 'merged'))::int,
          (count(*) FILTER (WHERE body->>'resolution' = 'conflict'))::int
        FROM telemetry_events WHERE received_at >= $1 AND name = 'conflict' GROUP BY 1 ORDER BY 1
        """;

    private const string Rejections = """
        SELECT body->>'table', body->>'code', sum((body->>'count')::int)::int
        FROM telemetry_events WHERE received_at >= $1 AND name = 'rejection' GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
        """;

    public static async Task<IResult> HandleAsync(
        Caller caller, TelemetryBook book, TimeProvider time, CancellationToken cancel)
    {
        await using var unit = await book.BeginAsync(caller.OrganizationId, cancel);
        var since = time.GetUtcNow().AddDays(-ShownDays);
        var days = await unit.Connection.Sql(Days, since).ReadAsync(row => new TelemetryDay(
            row.GetFieldValue<DateOnly>(0), row.GetInt32(1), Number(row, 2), Number(row, 3), Number(row, 4),
            Number(row, 5), row.GetInt32(6), row.GetInt32(7), Number(row, 8), Number(row, 9), Number(row, 10),
            Number(row, 11)), cancel);
        var tables = await unit.Connection.Sql(Tables, since)
            .ReadAsync(row => new TelemetryTable(row.GetString(0), row.GetInt32(1), row.GetInt32(2)), cancel);
        var rejections = await unit.Connection.Sql(Rejections, since)
            .ReadAsync(row => new TelemetryRejection(row.GetString(0), row.GetString(1), row.GetInt32(2)), cancel);
        var purge = await unit.Connection
            .Sql("SELECT ran_at, deleted FROM telemetry_purges ORDER BY ran_at DESC, id DESC LIMIT 1")
            .ReadAsync(row => (At: row.GetFieldValue<DateTimeOffset>(0), Deleted: row.GetInt32(1)), cancel);
        return TypedResults.Ok(new TelemetryFigures(TelemetryBook.KeptDays, days, tables, rejections,
            purge is [var last] ? last.At : null, purge is [var run] ? run.Deleted : null));
    }

    private static int? Number(Npgsql.NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetInt32(column);
}
