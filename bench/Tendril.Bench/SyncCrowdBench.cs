using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;

namespace Tendril.Bench;

/// <summary>Many at once: twenty devices that come back to the signal, and writers while somebody reads.</summary>
internal static class SyncCrowdBench
{
    private const int Rounds = 5;
    private const int Devices = 20;
    private const int RowsEach = 500;
    private const int Writers = 8;
    private const int RowsAWrite = 5;
    private const int WritesEach = 100;

    public static async IAsyncEnumerable<Figure> RunAsync(
        SyncWorld world, SyncFloors floors, [EnumeratorCancellation] CancellationToken cancel)
    {
        List<double> ours = [], bare = [];
        for (var round = 0; round < Rounds; round++)
        {
            ours.Add(await AtOnceAsync(world, cancel));
            bare.Add(await floors.InsertAsync(Devices * RowsEach, cancel));
        }
        yield return new Figure("sync.crowd", ours.Min(), "ms", bare.Min(),
            "<= 330 ms for 20 devices with 500 rows each at once; the floor inserts as many, one after the other",
            ours.Min() <= 330);
        var (missed, late) = await WatchAsync(world, cancel);
        yield return new Figure("sync.visible.missed", missed, "rows", null,
            "0 of what 8 writers made while a reader polled, beside an unrelated transaction of 2 s", missed == 0);
        yield return new Figure("sync.visible.p99", late, "ms", null,
            "<= 20 ms from the writer's answer to the reader's", late <= 20);
    }

    private static async Task<double> AtOnceAsync(SyncWorld world, CancellationToken cancel)
    {
        List<(SyncPhone Phone, byte[] Body)> all = [];
        for (var n = 0; n < Devices; n++)
        {
            var phone = await world.PhoneAsync(cancel);
            all.Add((phone, phone.PushBody(Enumerable.Range(0, RowsEach).Select(_ => world.NewHarvest()))));
        }
        var began = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(all.Select(one => one.Phone.PushAsync(one.Body, cancel)));
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        foreach (var answer in answers) SyncPushBench.Require(answer, "applied", RowsEach);
        return took;
    }

    /// <summary>Writers write until each has made its rows; the reader polls until it has seen all, or ten polls in
    /// vain.</summary>
    private static async Task<(int Missed, double P99)> WatchAsync(SyncWorld world, CancellationToken cancel)
    {
        var reader = await world.PhoneAsync(cancel);
        var cursor = (await reader.PullAsync(null, cancel)).Cursor();
        var made = new ConcurrentDictionary<Guid, long>();
        await using var beside = await OtherTransactionAsync(world, cancel);
        var writers = Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => WriteAsync(world, made, cancel)));
        var seen = new Dictionary<Guid, long>();
        for (var vain = 0; vain < 10;)
        {
            var ended = writers.IsCompleted;
            var answer = await reader.PullAsync(cursor, cancel);
            var now = Stopwatch.GetTimestamp();
            cursor = answer.Cursor();
            foreach (var id in Ids(answer)) seen.TryAdd(id, now);
            if (ended) vain = made.Keys.All(seen.ContainsKey) ? 10 : vain + 1;
        }
        await writers;
        var late = made.Where(one => seen.ContainsKey(one.Key))
            .Select(one => Math.Max(0, Stopwatch.GetElapsedTime(one.Value, seen[one.Key]).TotalMilliseconds));
        return (made.Keys.Count(id => !seen.ContainsKey(id)), Spread.P99(late));
    }

    private static async Task WriteAsync(
        SyncWorld world, ConcurrentDictionary<Guid, long> made, CancellationToken cancel)
    {
        var phone = await world.PhoneAsync(cancel);
        for (var n = 0; n < WritesEach; n++)
        {
            var ids = Enumerable.Range(0, RowsAWrite).Select(_ => SyncWorld.Ids.Next()).ToList();
            string[] operations;
            lock (world) operations = [.. ids.Select(world.NewHarvest)];
            SyncPushBench.Require(
                await phone.PushAsync(phone.PushBody(operations), cancel), "applied", RowsAWrite);
            var now = Stopwatch.GetTimestamp();
            foreach (var id in ids) made[id] = now;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancel);
        }
    }

    /// <summary>A transaction of the same organisation on another table that is open for two seconds.</summary>
    private static async Task<IAsyncDisposable> OtherTransactionAsync(SyncWorld world, CancellationToken cancel)
    {
        var source = NpgsqlDataSource.Create(world.Server.Database.App);
        var connection = await source.OpenConnectionAsync(cancel);
        var transaction = await SyncFloors.OpenAsync(connection, world.Organization, cancel);
        await using var command = new NpgsqlCommand("UPDATE sites SET updated_at = now()", connection);
        await command.ExecuteNonQueryAsync(cancel);
        return new Beside(source, transaction, Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, cancel));
    }

    private static IEnumerable<Guid> Ids(Exchange answer) =>
        from line in answer.Text().Split('\n', StringSplitOptions.RemoveEmptyEntries)
        let frame = JsonDocument.Parse(line).RootElement
        where frame.TryGetProperty("created", out _)
        from row in frame.GetProperty("created").EnumerateArray()
        select row[0].GetGuid();

    private sealed class Beside(NpgsqlDataSource source, NpgsqlTransaction transaction, Task over) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await over;
            await transaction.DisposeAsync();
            await source.DisposeAsync();
        }
    }
}
