using Npgsql;
using Tendril.Sync.Merge;
using Tendril.Sync.Protocol;

namespace Tendril.Sync.Postgres;

/// <summary>
/// What became of each operation, kept as long as deleted rows are: an operation that comes again gets the answer of
/// the first time, and an id that comes again with other content is refused.
/// </summary>
internal static class OperationLedger
{
    /// <summary>How long answers are kept. An operation older than this is not applied.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    private const string Find = """
        SELECT operation_id, content_hash, status, revision, code, message, help, field
        FROM sync_operations WHERE operation_id = ANY($1)
        """;

    private const string Store = """
        INSERT INTO sync_operations (organization_id, operation_id, device_id, user_id, content_hash, status, revision,
          code, message, help, field, claimed_at, at, skew_ms, received_at)
        SELECT $1, done.id, $2, $3, done.hash, done.status, done.revision, done.code, done.message, done.help,
          done.field, to_timestamp(done.claimed / 1000.0), to_timestamp(done.at / 1000.0), $4, $5
        FROM unnest($6::uuid[], $7::bytea[], $8::text[], $9::bigint[], $10::text[], $11::text[], $12::text[],
          $13::text[], $14::bigint[], $15::bigint[])
          AS done (id, hash, status, revision, code, message, help, field, claimed, at)
        """;

    public static async Task<Dictionary<Guid, (byte[] Hash, OperationResult Result)>> FindAsync(
        NpgsqlConnection connection, IEnumerable<Guid> ids, CancellationToken cancel)
    {
        await using var command =
            new NpgsqlCommand(Find, connection) { Parameters = { new() { Value = ids.ToArray() } } };
        await command.PrepareAsync(cancel);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var found = new Dictionary<Guid, (byte[], OperationResult)>();
        while (await reader.ReadAsync(cancel))
        {
            var id = reader.GetGuid(0);
            found[id] = (reader.GetFieldValue<byte[]>(1), new OperationResult(id, OperationStatus.Duplicate)
            {
                First = Enum.Parse<OperationStatus>(reader.GetString(2), ignoreCase: true),
                Revision = reader.GetInt64(3),
                Refusal = await reader.IsDBNullAsync(4, cancel) ? null : new SyncRefusal(
                    reader.GetString(4), reader.GetString(5), reader.GetString(6),
                    await reader.IsDBNullAsync(7, cancel) ? null : reader.GetString(7)),
            });
        }
        return found;
    }

    /// <summary>Keeps the answers; the times are those that the server believes.</summary>
    public static async Task StoreAsync(
        NpgsqlConnection connection, SyncCaller caller, IReadOnlyList<(Operation Operation, OperationResult Result,
        DeviceTime Time)> done, DateTimeOffset now, CancellationToken cancel)
    {
        if (done.Count == 0) return;
        await using var command = new NpgsqlCommand(Store, connection)
        {
            Parameters =
            {
                new() { Value = caller.OrganizationId },
                new() { Value = caller.DeviceId },
                new() { Value = caller.UserId },
                new() { Value = done[0].Time.SkewMs },
                new() { Value = now.UtcDateTime },
                new() { Value = Column(one => one.Operation.Id) },
                new() { Value = Column(one => one.Operation.ContentHash) },
                new() { Value = Column(one => one.Result.Status.ToString().ToLowerInvariant()) },
                new() { Value = Column(one => one.Result.Revision) },
                new() { Value = Column(one => one.Result.Refusal?.Code) },
                new() { Value = Column(one => one.Result.Refusal?.Message) },
                new() { Value = Column(one => one.Result.Refusal?.Help) },
                new() { Value = Column(one => one.Result.Refusal?.Field) },
                new() { Value = Column(one => one.Time.Claimed) },
                new() { Value = Column(one => one.Time.At) },
            },
        };
        await command.PrepareAsync(cancel);
        await command.ExecuteNonQueryAsync(cancel);

        T[] Column<T>(Func<(Operation Operation, OperationResult Result, DeviceTime Time), T> part) =>
            [.. done.Select(part)];
    }
}
