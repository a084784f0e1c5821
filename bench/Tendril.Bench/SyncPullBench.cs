using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Tendril.Server.Sync;
using Tendril.Sync.Device;

namespace Tendril.Bench;

/// <summary>What a device gets: everything, also with a break in the middle, a hundred rows, nothing.</summary>
internal static class SyncPullBench
{
    private const int Rounds = 5;
    private const int Changed = 100;

    public static async IAsyncEnumerable<Figure> RunAsync(
        SyncWorld world, SyncFloors floors, [EnumeratorCancellation] CancellationToken cancel)
    {
        var phone = await world.PhoneAsync(cancel);
        var whole = await phone.PullAsync(null, cancel);
        await foreach (var figure in FirstAsync(world, floors, phone, cancel)) yield return figure;
        yield return await KillAsync(phone, whole.Packed.Length, cancel);
        yield return await IntoDeviceAsync(world, phone, whole, cancel);
        await foreach (var figure in NothingAsync(floors, phone, whole.Cursor(), cancel)) yield return figure;
        await foreach (var figure in ChangedAsync(world, floors, phone, cancel)) yield return figure;
    }

    private static async IAsyncEnumerable<Figure> FirstAsync(
        SyncWorld world, SyncFloors floors, SyncPhone phone, [EnumeratorCancellation] CancellationToken cancel)
    {
        List<double> ours = [], bare = [];
        var (bytes, raw) = (0, 0L);
        for (var round = 0; round < Rounds; round++)
        {
            var whole = await phone.PullAsync(null, cancel);
            bytes = whole.Bytes;
            ours.Add(whole.Milliseconds);
            (var took, raw) = await floors.ReadAsync(cancel);
            bare.Add(took);
        }
        double rows = world.Harvests.Count;
        var (rate, floor) = (rows / ours.Min() * 1000, rows / bare.Min() * 1000);
        yield return new Figure("sync.first.server", rate, "rows/s", floor,
            ">= 400,000 rows/s; the floor reads and writes them uncompressed", rate >= 400_000)
        { IsRate = true };
        yield return new Figure("sync.first.share", rate / floor, "of the floor", null, ">= 0.5", rate / floor >= 0.5);
        yield return new Figure("sync.first.bytes", bytes / rows, "bytes/row", raw / rows,
            "<= 56 bytes a row on the wire; the floor is not packed", bytes / rows <= 56);
    }

    private static async Task<Figure> IntoDeviceAsync(
        SyncWorld world, SyncPhone phone, Exchange whole, CancellationToken cancel)
    {
        List<double> ours = [], bare = [];
        var text = whole.Text();
        for (var round = 0; round < Rounds; round++)
        {
            var engine = new DeviceEngine(new MemoryStore(), new SyncTransport(phone), SyncedTables.All,
                TimeProvider.System, SyncWorld.Ids.Next, () => 0.5);
            var began = Stopwatch.GetTimestamp();
            await engine.SyncAsync(byHand: true, cancel);
            ours.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            var status = engine.Status();
            if (engine.Rows("harvests").Count != world.Harvests.Count)
                throw new InvalidOperationException($"The device did not get all rows: {status}");
            bare.Add(SyncFloors.Keep(text));
        }
        double rows = world.Harvests.Count;
        var rate = rows / ours.Min() * 1000;
        return new Figure("sync.first.device", rate, "rows/s", rows / bare.Min() * 1000,
            ">= 120,000 rows/s from the request to the memory store; the floor parses a finished download",
            rate >= 120_000)
        { IsRate = true };
    }

    private static async Task<Figure> KillAsync(SyncPhone phone, int whole, CancellationToken cancel)
    {
        var part = await phone.PullPartAsync(null, whole / 2, cancel);
        var rest = await phone.PullAsync(LastCursor(part), cancel);
        var times = (part.Length + rest.Packed.Length) / (double)whole;
        return new Figure("sync.kill.bytes", times, "times the bytes", 1,
            "<= 1.05 when the download is cut off half-way", times <= 1.05);
    }

    /// <summary>The cursor of the last whole frame in what had come.</summary>
    private static string LastCursor(byte[] part)
    {
        using var unpacked = new MemoryStream();
        using var brotli = new BrotliStream(new MemoryStream(part), CompressionMode.Decompress);
        try
        {
            brotli.CopyTo(unpacked);
        }
        catch (InvalidDataException)
        {
            // Cut off in the middle: what came before is whole.
        }
        var text = Encoding.UTF8.GetString(unpacked.ToArray());
        var line = text[..text.LastIndexOf('\n')].Split('\n')[^1];
        return JsonDocument.Parse(line).RootElement.GetProperty("cursor").GetString()!;
    }

    private static async IAsyncEnumerable<Figure> NothingAsync(
        SyncFloors floors, SyncPhone phone, string cursor, [EnumeratorCancellation] CancellationToken cancel)
    {
        List<Exchange> some = [];
        for (var n = 0; n < 200; n++) some.Add(await phone.PullAsync(cursor, cancel));
        var (best, bytes) = (some.Min(one => one.Milliseconds), some[^1].Bytes);
        yield return new Figure("sync.nothing.time", best, "ms", await floors.AskAsync(cancel),
            "<= 1.5 ms with 100,000 rows; the floor is an empty request and one question to the database", best <= 1.5);
        yield return new Figure("sync.nothing.bytes", bytes, "bytes", null, "<= 500 bytes, both ways", bytes <= 500);
    }

    private static async IAsyncEnumerable<Figure> ChangedAsync(
        SyncWorld world, SyncFloors floors, SyncPhone phone, [EnumeratorCancellation] CancellationToken cancel)
    {
        List<Exchange> some = [];
        var other = await world.PhoneAsync(cancel);
        for (var round = 0; round < 4 * Rounds; round++)
        {
            var cursor = (await phone.PullAsync(some.Count == 0 ? null : some[^1].Cursor(), cancel)).Cursor();
            var rows = await world.SomeAsync(Changed, cancel);
            await other.PushAsync(other.PushBody(rows.Select(row => world.NewNotes(row.Id, row.Revision, row.Notes))),
                cancel);
            some.Add(await phone.PullAsync(cursor, cancel));
        }
        var (best, bytes) = (some.Min(one => one.Milliseconds), Spread.Median(some.Select(one => (double)one.Bytes)));
        yield return new Figure("sync.changed.time", best, "ms", await floors.AskAsync(cancel),
            "<= 10 ms for 100 of 100,000 rows; the floor is an empty request and one question to the database",
            best <= 10);
        yield return new Figure("sync.changed.bytes", bytes, "bytes", null,
            "<= 4,000 bytes for 100 rows that lie far apart, both ways", bytes <= 4_000);
    }

    /// <summary>The device engine's way to the server, for pulls.</summary>
    private sealed class SyncTransport(SyncPhone phone) : ISyncTransport
    {
        public Task<IReadOnlyList<Tendril.Sync.Protocol.OperationResult>> PushAsync(
            PushBody body, CancellationToken cancel) => throw new NotSupportedException("This device only reads.");

        public async Task<PullAnswer> PullAsync(
            string? cursor, IReadOnlyList<string> again, CancellationToken cancel)
        {
            var answer = await phone.OpenPullAsync(cursor, cancel);
            return new PullAnswer(new BrotliStream(
                await answer.Content.ReadAsStreamAsync(cancel), CompressionMode.Decompress));
        }
    }
}
