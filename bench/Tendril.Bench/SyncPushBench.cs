using System.Runtime.CompilerServices;

namespace Tendril.Bench;

/// <summary>What a device sends: 10,000 new rows, and a hundred edits of which ten meet edits of others.</summary>
internal static class SyncPushBench
{
    private const int Rounds = 5;
    private const int Warm = 2;
    private const int New = 10_000;
    private const int AtOnce = 1_000;
    private const int Edits = 100;
    private const int Conflicts = 10;

    public static async IAsyncEnumerable<Figure> RunAsync(
        SyncWorld world, SyncFloors floors, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var figure in NewRowsAsync(world, floors, cancel)) yield return figure;
        await foreach (var figure in EditsAsync(world, floors, cancel)) yield return figure;
    }

    private static async IAsyncEnumerable<Figure> NewRowsAsync(
        SyncWorld world, SyncFloors floors, [EnumeratorCancellation] CancellationToken cancel)
    {
        List<double> ours = [], bare = [];
        var bytes = 0;
        // The first rounds warm the server up; the lowest of all counts.
        for (var round = 0; round < Warm + Rounds; round++)
        {
            var phone = await world.PhoneAsync(cancel);
            List<byte[]> bodies = [.. Enumerable.Range(0, New / AtOnce).Select(_ => phone.PushBody(
                Enumerable.Range(0, AtOnce).Select(_ => world.NewHarvest())))];
            var (took, all) = (0.0, 0);
            foreach (var body in bodies)
            {
                var answer = await phone.PushAsync(body, cancel);
                Require(answer, "applied", AtOnce);
                took += answer.Milliseconds;
                all += answer.Bytes;
            }
            ours.Add(took);
            bytes = all;
            bare.Add(await floors.InsertAsync(New, cancel));
        }
        var (rate, floor) = (New / ours.Min() * 1000, New / bare.Min() * 1000);
        yield return new Figure("sync.push.new", rate, "rows/s", floor,
            ">= 33,000 rows/s with ledger, rules and rights; the floor only inserts", rate >= 33_000)
        { IsRate = true };
        yield return new Figure("sync.push.new.bytes", bytes / 1e6, "MB", null,
            "<= 0.7 MB for 10,000 rows, both ways", bytes <= 700_000);
    }

    private static async IAsyncEnumerable<Figure> EditsAsync(
        SyncWorld world, SyncFloors floors, [EnumeratorCancellation] CancellationToken cancel)
    {
        var (phone, other) = (await world.PhoneAsync(cancel), await world.PhoneAsync(cancel));
        List<Exchange> some = [];
        List<double> bare = [];
        for (var round = 0; round < 4 * Rounds; round++)
        {
            var rows = await world.SomeAsync(Edits, cancel);
            var edits = rows.Select(row => world.NewNotes(row.Id, row.Revision, row.Notes)).ToList();
            var theirs = rows.Take(Conflicts).Select(row => world.NewNotes(row.Id, row.Revision, row.Notes));
            Require(await other.PushAsync(other.PushBody(theirs), cancel), "applied", Conflicts);
            var answer = await phone.PushAsync(phone.PushBody(edits), cancel);
            Require(answer, "applied", Edits - Conflicts);
            Require(answer, "conflict", Conflicts);
            some.Add(answer);
            bare.Add(await floors.InsertAsync(Edits, cancel));
        }
        var (best, bytes) = (some.Min(one => one.Milliseconds), Spread.Median(some.Select(one => (double)one.Bytes)));
        yield return new Figure("sync.push.edits.time", best, "ms", bare.Min(),
            "<= 12 ms for 100 edits of which 10 conflict, one round trip; the floor inserts 100 rows", best <= 12);
        yield return new Figure("sync.push.edits.bytes", bytes, "bytes", null, "<= 7,000 bytes, both ways",
            bytes <= 7_000);
    }

    /// <summary>Each result counts: an operation that was refused would be a fast one.</summary>
    public static void Require(Exchange answer, string status, int count)
    {
        var json = answer.Json();
        var results = json.GetProperty("results").EnumerateArray()
            .Count(one => one.GetProperty("status").GetString() == status);
        if (results != count)
            throw new InvalidOperationException($"{results} of {count} operations were {status}: {json}");
    }
}
