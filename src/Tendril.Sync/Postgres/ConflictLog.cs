using Npgsql;
using Tendril.Sync.Merge;
using Tendril.Sync.Steps.Conflicts;

namespace Tendril.Sync.Postgres;

/// <summary>
/// Writes down every decision of a merge with both values, and for those in which a value does not stand a conflict
/// record, which devices get like any row.
/// </summary>
internal static class ConflictLog
{
    private const string Decisions = """
        INSERT INTO sync_decisions (organization_id, operation_id, table_name, row_id, field, server_value,
          device_value, server_at, device_at, winner, stands, decided_at)
        SELECT $1, d.operation, d.name, d.row, d.field, d.theirs, d.mine, to_timestamp(d.server_at / 1000.0),
          to_timestamp(d.device_at / 1000.0), d.winner, d.stands, $2
        FROM unnest($3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::bigint[],
          $10::bigint[], $11::text[], $12::text[])
          AS d (operation, name, row, field, theirs, mine, server_at, device_at, winner, stands)
        """;

    private const string Conflicts = """
        INSERT INTO conflicts (organization_id, id, revision, created_revision, created_at, updated_at, site_id,
          owner_id, table_name, row_id, field, server_value, device_value, stands, made_by, device_id, done_at, status,
          base_value, server_by, server_at)
        SELECT $1, c.id, $2, $2, $3, $3, c.site::uuid, c.owner::uuid, c.name, c.row, c.field, c.theirs, c.mine,
          c.stands, $4, $5, to_timestamp(c.done_at / 1000.0), 'open', c.base, c.server_by,
          to_timestamp(c.server_at / 1000.0)
        FROM unnest($6::uuid[], $7::text[], $8::text[], $9::text[], $10::uuid[], $11::text[], $12::text[], $13::text[],
          $14::text[], $15::bigint[], $16::text[], $17::uuid[], $18::bigint[])
          AS c (id, site, owner, name, row, field, theirs, mine, stands, done_at, base, server_by, server_at)
        """;

    private const string Decided = """
        INSERT INTO sync_decisions (organization_id, operation_id, table_name, row_id, field, server_value,
          device_value, server_at, device_at, winner, stands, decided_at, decided_by)
        SELECT $1, d.operation, d.name, d.row, d.field, d.stood, d.stands, to_timestamp(d.at / 1000.0),
          to_timestamp(d.at / 1000.0), CASE WHEN d.stood IS NOT DISTINCT FROM d.stands THEN 'server' ELSE 'device' END,
          d.stands, $2, $3
        FROM unnest($4::uuid[], $5::text[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::bigint[])
          AS d (operation, name, row, field, stood, stands, at)
        """;

    /// <summary>
    /// Writes down what people decided about conflicts: what stood before, what stands now, who decided and when.
    /// </summary>
    public static async Task WriteDecidedAsync(
        NpgsqlConnection connection, SyncCaller caller, IReadOnlyList<ConflictDecided> decided, DateTimeOffset now,
        CancellationToken cancel)
    {
        if (decided.Count == 0) return;
        await using var log = new NpgsqlCommand(Decided, connection)
        {
            Parameters =
            {
                new() { Value = caller.OrganizationId }, new() { Value = now.UtcDateTime },
                new() { Value = caller.UserId }, new() { Value = All(one => one.Moment.OperationId) },
                new() { Value = All(one => one.Record["table_name"]) },
                new() { Value = All(one => Guid.Parse(one.Record["row_id"]!)) },
                new() { Value = All(one => one.Record["field"]) }, new() { Value = All(one => one.Stood) },
                new() { Value = All(one => one.Stands) }, new() { Value = All(one => one.Moment.At) },
            },
        };
        await log.ExecuteNonQueryAsync(cancel);

        T[] All<T>(Func<ConflictDecided, T> part) => [.. decided.Select(part)];
    }

    public static async Task WriteAsync(
        NpgsqlConnection connection, SyncCaller caller, IReadOnlyList<Loss> decisions, long revision,
        Func<Guid> newId, DateTimeOffset now, CancellationToken cancel)
    {
        if (decisions.Count == 0) return;
        await using var log = new NpgsqlCommand(Decisions, connection)
        {
            Parameters =
            {
                new() { Value = caller.OrganizationId }, new() { Value = now.UtcDateTime },
                new() { Value = All(one => one.Operation.Id) }, new() { Value = All(Table) },
                new() { Value = All(one => one.Row.Id) }, new() { Value = All(one => one.Decision.Field) },
                new() { Value = All(one => one.Decision.ServerValue) },
                new() { Value = All(one => one.Decision.DeviceValue) },
                new() { Value = All(one => one.Decision.ServerAt) },
                new() { Value = All(one => one.Decision.DeviceAt) },
                new() { Value = All(one => one.Decision.Winner.ToString().ToLowerInvariant()) },
                new() { Value = All(one => one.Decision.Stands) },
            },
        };
        await log.ExecuteNonQueryAsync(cancel);
        var lost = decisions.Where(one => one.Decision.Winner != MergeWinner.Both).ToList();
        if (lost.Count > 0) await WriteLossesAsync(connection, caller, lost, revision, newId, now, cancel);

        T[] All<T>(Func<Loss, T> part) => [.. decisions.Select(part)];
    }

    private static async Task WriteLossesAsync(
        NpgsqlConnection connection, SyncCaller caller, List<Loss> lost, long revision, Func<Guid> newId,
        DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Conflicts, connection)
        {
            Parameters =
            {
                new() { Value = caller.OrganizationId }, new() { Value = revision }, new() { Value = now.UtcDateTime },
                new() { Value = caller.UserId }, new() { Value = caller.DeviceId },
                new() { Value = All(_ => newId()) }, new() { Value = All(Site) }, new() { Value = All(Owner) },
                new() { Value = All(Table) }, new() { Value = All(one => one.Row.Id) },
                new() { Value = All(one => one.Decision.Field) },
                new() { Value = All(one => one.Decision.ServerValue) },
                new() { Value = All(one => one.Decision.DeviceValue) },
                new() { Value = All(one => one.Decision.Stands) }, new() { Value = All(one => one.Decision.DeviceAt) },
                new() { Value = All(Base) }, new() { Value = All(one => one.By) },
                new() { Value = All(one => one.Decision.ServerAt) },
            },
        };
        await command.ExecuteNonQueryAsync(cancel);

        T[] All<T>(Func<Loss, T> part) => [.. lost.Select(part)];
    }

    private static string Table(Loss one) => one.Operation.Edit!.Table.Name;

    /// <summary>What the person saw before the edit; nothing where the row as a whole is meant.</summary>
    private static string? Base(Loss one)
    {
        var position = one.Operation.Edit!.Table.PositionOf(one.Decision.Field);
        return one.Operation.Edit.Fields.FirstOrDefault(field => field.Position == position).Old;
    }

    private static string? Site(Loss one) => Scope(one, one.Operation.Edit!.Table.SitePosition);

    private static string? Owner(Loss one) => Scope(one, one.Operation.Edit!.Table.OwnerPosition);

    private static string? Scope(Loss one, int position) => position < 0 ? null : one.Row.Values[position];
}
