using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Tendril.Sync.Cursors;
using Tendril.Sync.Tables;

namespace Tendril.Sync.Postgres;

/// <summary>
/// Streams to a device what it does not have yet, from one snapshot. Without a cursor that is everything, table by
/// table in the order of ids, so that it can be taken up again after any frame; with one, what was written since.
/// </summary>
/// <param name="tables">What devices hold; at most 63 tables.</param>
/// <param name="cursorKey">Seals the cursors.</param>
/// <param name="off">The tables that are switched off; devices keep what they have of them.</param>
public sealed class PullEngine(SyncTables tables, byte[] cursorKey, IReadOnlySet<string>? off = null)
{
    /// <summary>The most rows in one frame.</summary>
    public const int FrameRows = 2_000;

    private readonly List<PullSql> _sql = [.. tables.InOrder.Select(table => new PullSql(table))];

    private readonly long _off = off is null ? 0 : tables.InOrder.Select(
        (table, place) => off.Contains(table.Name) ? 1L << place : 0).Sum();

    private readonly long _tablesVersion = Fingerprint(string.Join(' ', tables.InOrder.Select(
        table => $"{table.Name}:{table.Version}")));

    /// <summary>Writes the answer to one pull.</summary>
    /// <param name="connection">Open, in a transaction of the caller's organisation whose snapshot does not change:
    /// repeatable read.</param>
    /// <param name="caller">Who pulls, by the token.</param>
    /// <param name="cursorText">The device's cursor; null for a first download.</param>
    /// <param name="again">Tables of which the device asks for all rows, because it was found to hold others; what it
    /// does not get of them is gone.</param>
    /// <param name="output">Gets the lines; flushed by the caller.</param>
    /// <param name="cancel">Ends it; the device goes on from the last whole frame.</param>
    /// <returns>Why nothing was written: the device must start anew; null when the answer is whole.</returns>
    public async Task<SyncRefusal?> PullAsync(
        NpgsqlConnection connection, SyncCaller caller, string? cursorText, IReadOnlyCollection<string> again,
        Stream output, CancellationToken cancel)
    {
        var (revision, horizon, epoch) = await HeadAsync(connection, cancel);
        var fresh = new SyncCursor(caller.OrganizationId, epoch, revision, ScopeVersion(caller), _tablesVersion);
        var start = cursorText is null ? fresh with { Table = 0 } : SyncCursor.Open(cursorText, cursorKey);
        if (start is null || start.OrganizationId != fresh.OrganizationId || start.Epoch != epoch
            || start.ScopeVersion != fresh.ScopeVersion || start.TablesVersion != _tablesVersion
            || start.Revision < horizon || start.Revision > revision || start.Table >= _sql.Count
            || (start.Table is null && Back(start) != 0 && start.PausedAt < horizon))
            return SyncCodes.ResyncRequired.Refuse("This device's place in the history is not known any more");
        using var frames = new FrameWriter(output);
        var visible = _sql.Where((sql, place) => !IsIn(_off, place) && Sees(caller, sql.Table)).ToList();
        var due = visible.Select(sql => (Sql: sql, Since: again.Contains(sql.Table.Name) && start.Table is null
            ? 0 : Since(start, sql))).Where(one => one.Since < revision).ToList();
        // A device that is told of no rows needs not be told how to read them.
        var named = start.Table is null && due.Count == 0 ? [] : visible;
        await HeaderAsync(frames, connection, caller, named, start, revision, cancel);
        if (start.Table is { } from)
            foreach (var sql in visible)
                if (_sql.IndexOf(sql) is var place && place >= from)
                    await FirstAsync(frames, connection, caller, sql, start with
                    {
                        Table = (byte)place,
                        After = place == from ? start.After : Guid.Empty,
                        Paused = start.Paused | _off,
                        PausedAt = 0,
                    }, cancel);
        if (due.Count > 0) await ChangesAsync(frames, connection, caller, due, revision, cancel);
        var end = frames.Begin();
        end.WriteBoolean("end", true);
        end.WriteNumber("revision", revision);
        end.WriteString("cursor", (fresh with { Paused = _off, PausedAt = PausedAt(start) }).Seal(cursorKey));
        if (named.Count > 0) await DigestLog.WriteAsync(end, connection, Scope(caller), named, cancel);
        await frames.EndAsync(cancel);
        return null;
    }

    /// <summary>Up to where the device knows a table.</summary>
    private long Since(SyncCursor start, PullSql sql) =>
        IsIn(Back(start), _sql.IndexOf(sql)) ? start.PausedAt : start.Revision;

    /// <summary>The tables that were off and are on again, but for those that are yet to be downloaded.</summary>
    private long Back(SyncCursor start) =>
        start.Paused & ~_off & (start.Table is { } from ? (1L << from) - 1 : -1L);

    /// <summary>Up to where the device knows all tables that are off now.</summary>
    private long PausedAt(SyncCursor start) =>
        _off == 0 || start.Table is not null ? 0 : (_off & start.Paused) != 0 ? start.PausedAt : start.Revision;

    private static bool IsIn(long places, int place) => (places >> place & 1) == 1;

    private static async Task<(long Revision, long Horizon, long Epoch)> HeadAsync(
        NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("""
            SELECT coalesce(max(revision), 0), coalesce(max(horizon), 0), tendril.sync_epoch() FROM sync_heads
            """, connection);
        await command.PrepareAsync(cancel);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    private async Task HeaderAsync(
        FrameWriter frames, NpgsqlConnection connection, SyncCaller caller, List<PullSql> visible, SyncCursor start,
        long revision, CancellationToken cancel)
    {
        List<long> counts = [];
        if (start.Table is not null)
            foreach (var sql in visible)
            {
                await using var command = new NpgsqlCommand(sql.Count, connection);
                command.Parameters.AddRange(Scope(caller));
                counts.Add((long)(await command.ExecuteScalarAsync(cancel))!);
            }
        var json = frames.Begin();
        json.WriteNumber("protocol", 1);
        json.WriteNumber("epoch", start.Epoch);
        json.WriteNumber("revision", revision);
        json.WriteBoolean("first", start.Table is not null);
        json.WriteStartArray("off");
        for (var place = 0; place < _sql.Count; place++)
            if (IsIn(_off, place) && Sees(caller, _sql[place].Table))
                json.WriteStringValue(_sql[place].Table.Name);
        json.WriteEndArray();
        json.WriteStartArray("tables");
        for (var i = 0; i < visible.Count; i++)
        {
            var table = visible[i].Table;
            json.WriteStartObject();
            json.WriteString("name", table.Name);
            json.WriteNumber("version", table.Version);
            if (counts.Count > 0) json.WriteNumber("rows", counts[i]);
            json.WriteStartArray("fields");
            json.WriteStringValue("id");
            json.WriteStringValue("revision");
            foreach (var field in table.Fields) json.WriteStringValue(field.Name);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        await frames.EndAsync(cancel);
    }

    /// <summary>All rows of a table after the cursor's, each frame with the cursor to go on from.</summary>
    private async Task FirstAsync(
        FrameWriter frames, NpgsqlConnection connection, SyncCaller caller, PullSql sql, SyncCursor cursor,
        CancellationToken cancel)
    {
        await using var copy = await connection.BeginRawBinaryCopyAsync(
            sql.First(caller, Viewed(caller), cursor.After), cancel);
        var reader = new CopyReader(copy);
        var rows = 0;
        var last = Guid.Empty;
        while (await reader.NextAsync(cancel) is { Length: > 0 } row)
        {
            if (rows == 0)
            {
                var json = frames.Begin();
                json.WriteString("table", sql.Table.Name);
                json.WriteStartArray("created");
            }
            last = frames.CopyRow(row.Span, sql.Table, first: rows == 0);
            if (++rows < FrameRows) continue;
            await CloseAsync();
            rows = 0;
        }
        if (rows > 0) await CloseAsync();

        async Task CloseAsync()
        {
            frames.Json.WriteEndArray();
            frames.Json.WriteString("cursor", (cursor with { After = last }).Seal(cursorKey));
            await frames.EndAsync(cancel);
        }
    }

    /// <summary>
    /// What was written to each table since a revision, and what left the caller's scope; asked for in one question.
    /// </summary>
    private async Task ChangesAsync(
        FrameWriter frames, NpgsqlConnection connection, SyncCaller caller, List<(PullSql Sql, long Since)> due,
        long upTo, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var (sql, since) in due)
        {
            batch.BatchCommands.Add(Fill(new NpgsqlBatchCommand(sql.Changes), caller, since, upTo));
            batch.BatchCommands.Add(Fill(new NpgsqlBatchCommand(sql.Leaves), caller, since, upTo, sql.Table.Name));
        }
        await batch.PrepareAsync(cancel);
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        foreach (var (sql, _) in due)
        {
            var frame = new ChangeFrame(frames, sql.Table);
            while (await reader.ReadAsync(cancel)) await frame.AddAsync(reader, cancel);
            await reader.NextResultAsync(cancel);
            while (await reader.ReadAsync(cancel)) frame.Gone(reader.GetGuid(0));
            await reader.NextResultAsync(cancel);
            await frame.EndAsync(cancel);
        }
    }

    private NpgsqlBatchCommand Fill(NpgsqlBatchCommand command, SyncCaller caller, params object[] values)
    {
        command.Parameters.AddRange(Scope(caller));
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    /// <summary>What each statement asks of the caller: $1 the sites, $2 the person, $3 the tables seen.</summary>
    private NpgsqlParameter[] Scope(SyncCaller caller) =>
    [
        new()
        {
            Value = caller.Sites is null ? DBNull.Value : caller.Sites.ToArray(),
            NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Uuid,
        },
        new() { Value = caller.UserId },
        new() { Value = Viewed(caller) },
    ];

    /// <summary>Changes when the caller's sites or rights to see change, so that the device then starts anew.</summary>
    private long ScopeVersion(SyncCaller caller) => Fingerprint(string.Join(' ',
        (caller.Sites is null ? ["*"] : caller.Sites.Order().Select(site => site.ToString()))
        .Append(caller.UserId.ToString())
        .Concat(tables.InOrder.Where(table => Sees(caller, table)).Select(table => table.Name))));

    private bool Sees(SyncCaller caller, SyncTable table) =>
        table.About is null ? caller.May(table, "view") : Viewed(caller).Length > 0;

    /// <summary>The tables whose rows the caller may see, and what is said about them.</summary>
    private string[] Viewed(SyncCaller caller) => [.. tables.InOrder
        .Where(table => table.About is null && caller.May(table, "view")).Select(table => table.Name)];

    private static long Fingerprint(string text) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
