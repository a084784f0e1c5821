using Tendril.Server.Sync;
using Tendril.Sync;
using Tendril.Sync.Device;
using Tendril.Sync.Merge;
using Tendril.Sync.Tables;

namespace Tendril.Tests.Sync.Device;

/// <summary>A crash leaves what was committed and nothing else.</summary>
public sealed class MemoryStoreTests
{
    private static readonly SyncTable Tasks = SyncedTables.All["tasks"];

    [Fact]
    public void What_a_broken_transaction_did_is_all_undone()
    {
        var store = new MemoryStore();
        var (kept, other) = (Row(1), Row(2));
        var entry = Entry(1, kept.Id);
        store.Transact(transaction =>
        {
            transaction.PutRow(Tasks, kept);
            transaction.PutEntry(entry);
            transaction.Stage(new PullFrame(Tasks));
            transaction.State = transaction.State with { Cursor = "before" };
            return true;
        });

        Should.Throw<IOException>(() => store.Transact<bool>(transaction =>
        {
            transaction.PutRow(Tasks, kept with { Revision = 9 });
            transaction.PutRow(Tasks, other);
            transaction.RemoveRow(Tasks, kept.Id);
            transaction.PutEntry(entry with { State = OutboxState.Sent });
            transaction.PutEntry(Entry(2, kept.Id));
            transaction.RemoveEntry(entry);
            transaction.Stage(new PullFrame(Tasks));
            transaction.ClearStage();
            transaction.Stage(new PullFrame(Tasks));
            transaction.State = new DeviceState();
            throw new IOException("The disk is full");
        }));

        store.Transact(transaction =>
        {
            transaction.Rows(Tasks).ShouldBe([kept]);
            transaction.DigestOf(Tasks).ShouldBe(DigestOf(kept));
            transaction.Outbox().ShouldBe([entry]);
            transaction.OutboxOf(Tasks, kept.Id).ShouldBe([entry]);
            transaction.Staged().Count.ShouldBe(1);
            transaction.State.Cursor.ShouldBe("before");
            return true;
        });
    }

    [Fact]
    public void The_digest_counts_the_rows_that_the_server_has()
    {
        var store = new MemoryStore();
        var (one, other) = (Row(1), Row(2));

        store.Transact(transaction =>
        {
            transaction.PutRow(Tasks, one with { Revision = 7 });
            transaction.PutRow(Tasks, one);
            transaction.PutRow(Tasks, other with { Gone = true });
            transaction.PutRow(Tasks, Row(3) with { Server = null });
            return transaction.DigestOf(Tasks);
        }).ShouldBe(DigestOf(one));
    }

    [Fact]
    public void An_id_stands_once_in_the_outbox()
    {
        var store = new MemoryStore();
        var entry = Entry(1, Guid.CreateVersion7());
        store.Transact(transaction => { transaction.PutEntry(entry); return true; });

        Should.Throw<InvalidOperationException>(() => store.Transact(transaction =>
        {
            transaction.PutEntry(entry with { Number = 2 });
            return true;
        }));
    }

    private static Digest DigestOf(DeviceRow row)
    {
        var digest = default(Digest);
        digest.Add(row.Id, row.Revision);
        return digest;
    }

    private static DeviceRow Row(long revision) => new(Guid.CreateVersion7())
    {
        Revision = revision,
        Server = new string?[Tasks.Fields.Count],
    };

    private static OutboxEntry Entry(long number, Guid row) =>
        new(Guid.CreateVersion7(), new RowEdit(Tasks, row, EditKind.Delete)) { Number = number };
}
