using System.Collections.Concurrent;
using Npgsql;
using Tendril.Sync.Postgres;

namespace Tendril.Tests.Sync;

/// <summary>Revisions become visible in their order, whoever writes and however long a transaction takes.</summary>
public sealed class RevisionTests(SyncDatabase database) : IClassFixture<SyncDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_never_sees_a_number_before_a_smaller_one()
    {
        var books = await SyncBooks.OpenAsync(database);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var seen = new ConcurrentDictionary<Guid, long>();
        var reader = FollowAsync(books, seen, done.Token);

        await Parallel.ForEachAsync(Enumerable.Range(0, 8), Cancel, async (_, _) =>
        {
            for (var i = 0; i < 15; i++)
                await books.PushAsync(books.Caller(), [.. Enumerable.Range(0, 5).Select(n =>
                    books.Create("tasks", Guid.CreateVersion7(), books.Task($"Task {n}")))]);
        });
        await done.CancelAsync();
        await reader;

        seen.Count.ShouldBe(8 * 15 * 5);
        (await books.ReadAsync<long>("SELECT revision FROM sync_heads")).ShouldBe(8 * 15);
    }

    /// <summary>Reads as a device does: only what is newer than the newest number it has seen.</summary>
    private static async Task FollowAsync(
        SyncBooks books, ConcurrentDictionary<Guid, long> seen, CancellationToken until)
    {
        long cursor = 0;
        for (var last = false; ;)
        {
            await using (var connection = await books.OpenConnectionAsync())
            {
                await using var transaction = await connection.BeginTransactionAsync(Cancel);
                await SyncBooks.NameAsync(connection, books.OrganizationId);
                await using var command = new NpgsqlCommand(
                    "SELECT id, revision FROM tasks WHERE revision > $1 ORDER BY revision", connection)
                { Parameters = { new() { Value = cursor } } };
                await using var reader = await command.ExecuteReaderAsync(Cancel);
                while (await reader.ReadAsync(Cancel))
                    seen[reader.GetGuid(0)] = cursor = reader.GetInt64(1);
            }
            if (last) return;
            last = until.IsCancellationRequested;
        }
    }

    [Fact]
    public async Task A_write_that_knows_nothing_of_revisions_gets_one()
    {
        var books = await SyncBooks.OpenAsync(database);
        var row = Guid.CreateVersion7();
        await books.PushAsync(books.Caller(), books.Create("tasks", row, books.Task("Water")));

        await books.ExecuteAsync("UPDATE tasks SET title = 'Feed' WHERE id = $1", row);

        (await books.ReadAsync<string>("SELECT revision || ' ' || created_revision FROM tasks")).ShouldBe("2 1");
        (await books.ReadAsync<long>("SELECT revision FROM sync_heads")).ShouldBe(2);
    }

    [Fact]
    public async Task All_writes_of_one_transaction_share_one_number_and_an_undone_one_leaves_none()
    {
        var books = await SyncBooks.OpenAsync(database);
        await using var connection = await books.OpenConnectionAsync();
        await using (var undone = await connection.BeginTransactionAsync(Cancel))
        {
            await SyncBooks.NameAsync(connection, books.OrganizationId);
            (await Revisions.TakeAsync(connection, Cancel)).ShouldBe(1);
            await undone.RollbackAsync(Cancel);
        }
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await SyncBooks.NameAsync(connection, books.OrganizationId);
        (await Revisions.TakeAsync(connection, Cancel)).ShouldBe(1);
        (await Revisions.TakeAsync(connection, Cancel)).ShouldBe(1);
        await transaction.CommitAsync(Cancel);
        (await books.ReadAsync<long>("SELECT revision FROM sync_heads")).ShouldBe(1);
    }

    [Fact]
    public async Task A_long_transaction_that_has_written_nothing_yet_holds_nobody_up()
    {
        var books = await SyncBooks.OpenAsync(database);
        await using var connection = await books.OpenConnectionAsync();
        await using var slow = await connection.BeginTransactionAsync(Cancel);
        await SyncBooks.NameAsync(connection, books.OrganizationId);
        await using (var look = new NpgsqlCommand("SELECT count(*) FROM tasks", connection))
            await look.ExecuteScalarAsync(Cancel);

        var pushed = books.PushAsync(books.Caller(), books.Create("tasks", Guid.CreateVersion7(), books.Task("Quick")));

        (await pushed.WaitAsync(TimeSpan.FromSeconds(20), Cancel))[0].Revision.ShouldBe(1);
    }
}
