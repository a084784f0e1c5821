using System.Runtime.CompilerServices;

namespace Tendril.Bench;

/// <summary>
/// Work without a connection, over HTTP against the real server on PostgreSQL as the restricted role: what a device
/// gets and sends, in time and in bytes. Times are the lowest of several runs, ours and the floor's alike.
/// </summary>
internal static class SyncBench
{
    public static async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        await using var server = await BenchServer.StartAsync(cancel, BuiltWeb.Root);
        using (var world = await SyncWorld.MakeAsync(server, SyncWorld.Rows, cancel))
        {
            var floors = new SyncFloors(world);
            await foreach (var figure in SyncPullBench.RunAsync(world, floors, cancel)) yield return figure;
            await foreach (var figure in SyncBrowserBench.RunAsync(world, floors, cancel)) yield return figure;
            await foreach (var figure in SyncPushBench.RunAsync(world, floors, cancel)) yield return figure;
        }
        using (var world = await SyncWorld.MakeAsync(server, 1_000, cancel))
            await foreach (var figure in SyncCrowdBench.RunAsync(world, new SyncFloors(world), cancel))
                yield return figure;
    }
}
