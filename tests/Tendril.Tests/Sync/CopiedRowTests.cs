using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using Tendril.Server.Sync;
using Tendril.Sync.Postgres;

namespace Tendril.Tests.Sync;

/// <summary>A first download is copied out of the database; it must say what the driver would.</summary>
public sealed class CopiedRowTests(SyncDatabase database) : IClassFixture<SyncDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_reads_the_same_in_a_first_download_as_later()
    {
        var books = await SyncBooks.OpenAsync(database);
        var caller = books.Caller();
        var cursor = (await books.PullAsync(caller)).Cursor;
        var (task, harvest, batch) = (Guid.CreateVersion7(), Guid.CreateVersion7(), await BatchAsync(books));
        var full = books.Task("Quote \" backslash \\ line\nend tab\t bell\u0007 ü 🌿");
        full["due_at"] = "2026-11-20T08:00";
        full["remind_minutes"] = 15;
        full["position"] = "12.500";
        full["occurs_on"] = "0987-03-09";
        full["harvest_id"] = harvest.ToString();
        (await books.PushAsync(caller, books.Create("harvests", harvest, new JsonObject
        {
            ["site_id"] = books.Veg.ToString(),
            ["batch_id"] = batch.ToString(),
            ["user_id"] = caller.UserId.ToString(),
            ["stage_started_at"] = "1999-12-31T23:59:59.007Z",
            ["photos"] = new JsonArray("b \"2\"", "a"),
        }), books.Create("tasks", task, full), books.Create("tasks", Guid.CreateVersion7(), books.Task("Bare"))))
            .ShouldAllBe(one => one.Refusal == null);

        var (first, later) = (await books.PullAsync(caller), await books.PullAsync(caller, cursor));

        foreach (var table in new[] { "batches", "harvests", "tasks" })
            Rows(first, table).ShouldBe(Rows(later, table), ignoreOrder: true);
        first.Values("tasks", "created", "position").ShouldContain("12.5");
        first.Values("tasks", "created", "occurs_on").ShouldContain("0987-03-09");
        first.Values("harvests", "created", "stage_started_at").ShouldBe(["1999-12-31T23:59:59.007Z"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(50_000)]
    public async Task Rows_are_cut_right_however_their_bytes_come(int atOnce)
    {
        string[] texts = ["", "short", new('x', 70_000), new('y', 200_000), "last"];
        var bytes = Copy(texts);
        var reader = new CopyReader(new Dribble(bytes, atOnce));
        List<string> read = [];

        while (await reader.NextAsync(Cancel) is { Length: > 0 } row) read.Add(Encoding.UTF8.GetString(row.Span[6..]));

        read.ShouldBe(texts);
    }

    [Fact]
    public async Task A_copy_that_breaks_off_is_no_end()
    {
        var bytes = Copy(["one", "two"]);
        var reader = new CopyReader(new Dribble(bytes[..^4], 1_000));

        await reader.NextAsync(Cancel);
        await Should.ThrowAsync<EndOfStreamException>(async () => await reader.NextAsync(Cancel));
    }

    [Fact]
    public async Task A_device_that_has_everything_is_told_no_tables()
    {
        var books = await SyncBooks.OpenAsync(database);
        var caller = books.Caller();
        await books.PushAsync(caller, books.Create("tasks", Guid.CreateVersion7(), books.Task("There")));
        var first = await books.PullAsync(caller);

        var second = await books.PullAsync(caller, first.Cursor);

        first.Lines[0]["tables"]!.AsArray().Count.ShouldBe(SyncedTables.All.InOrder.Count);
        second.Lines[0]["tables"]!.AsArray().ShouldBeEmpty();
        second.Lines.Count.ShouldBe(2);
    }

    private static List<string> Rows(PulledLines pull, string table) =>
        [.. pull.Frames.Where(frame => frame["table"]!.GetValue<string>() == table)
            .SelectMany(frame => frame["created"]!.AsArray()).Select(row => row!.ToJsonString())];

    private static async Task<Guid> BatchAsync(SyncBooks books)
    {
        var id = Guid.CreateVersion7();
        await books.ExecuteAsync("""
            INSERT INTO batches (organization_id, id, site_id, batch_number, domain_type, source_type, plant_count,
              stage, status, start_date, version, created_at, updated_at)
            VALUES ($1, $2, $3, 'B-1', 'cannabis', 'clone', 24, 'clone', 'active', '2026-02-28', 1, now(), now())
            """, books.OrganizationId, id, books.Veg);
        return id;
    }

    /// <summary>What the database would send for rows of one text, with an extension that we pass over.</summary>
    private static byte[] Copy(IEnumerable<string> texts)
    {
        var bytes = new MemoryStream();
        bytes.Write("PGCOPY"u8);
        bytes.Write([0x0A, 0xFF, 0x0D, 0x0A, 0x00]);
        Number(0);
        Number(3);
        bytes.Write([1, 2, 3]);
        foreach (var text in texts.Select(Encoding.UTF8.GetBytes))
        {
            bytes.Write([0, 1]);
            Number(text.Length);
            bytes.Write(text);
        }
        bytes.Write([0xFF, 0xFF]);
        return bytes.ToArray();

        void Number(int number)
        {
            Span<byte> four = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(four, number);
            bytes.Write(four);
        }
    }

    /// <summary>Gives at most so many bytes at once.</summary>
    private sealed class Dribble(byte[] bytes, int atOnce) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Read(buffer.Span[..Math.Min(atOnce, buffer.Length)]));
    }
}
