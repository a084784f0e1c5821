using System.Text;
using System.Text.Json;
using Tendril.Server.Sync;
using Tendril.Sync;
using Tendril.Sync.Device;

namespace Tendril.Tests.Sync.Device;

/// <summary>Reading what a server sends, be it newer or older than the device.</summary>
public sealed class PullLineTests
{
    [Fact]
    public void Fields_and_tables_that_the_device_does_not_know_are_passed_over()
    {
        var header = Header("""["id","colour","title","revision","shapes"]""");
        var id = Guid.CreateVersion7();

        var frame = header.ReadFrame(Encoding.UTF8.GetBytes(
            $$"""
            {"table":"tasks","note":{"a":[1]},"updated":[["{{id}}",{"r":1},"Water",7,["x",["y"]]]],"cursor":"c"}
            """))!;

        var row = frame.Rows.Single();
        (row.Id, row.Revision, frame.Cursor).ShouldBe((id, 7, "c"));
        row.Values[SyncedTables.All["tasks"].PositionOf("title")].ShouldBe("Water");
        row.Values.Count(value => value is not null).ShouldBe(1);
        header.ReadFrame("""{"table":"tomatoes","created":[["x",1]],"deleted":[]}"""u8).ShouldBeNull();
    }

    [Fact]
    public void Values_come_as_their_canonical_texts()
    {
        var header = Header("""["id","revision","remind_minutes","conflict_seen","position","notes"]""");
        var frame = header.ReadFrame(Encoding.UTF8.GetBytes(
            $$"""
            {"table":"tasks","created":[["{{Guid.Empty}}",1,15,false,"1.5",null]],"deleted":["{{Guid.Empty}}"]}
            """))!;

        string? Value(string field) => frame.Rows[0].Values[SyncedTables.All["tasks"].PositionOf(field)];
        (Value("remind_minutes"), Value("conflict_seen"), Value("position"), Value("notes"))
            .ShouldBe(("15", "false", "1.5", null));
        frame.Deleted.ShouldBe([Guid.Empty]);
    }

    [Fact]
    public void Another_protocol_asks_for_an_update()
    {
        var line = JsonSerializer.Deserialize<JsonElement>("""{"protocol":2,"first":true,"tables":[]}""");

        Should.Throw<SyncTransportException>(() => new PullHeader(line, SyncedTables.All))
            .Kind.ShouldBe(SyncErrorClass.SchemaMismatch);
    }

    [Fact]
    public async Task Lines_are_cut_wherever_the_bytes_happen_to_come_and_a_broken_last_one_does_not_count()
    {
        var lines = Enumerable.Range(1, 40).Select(n => new string((char)('a' + (n % 26)), n * n * 90)).ToList();
        var stream = new Dribble(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\nbroken"));
        var reader = new LineReader(stream);

        foreach (var line in lines)
            Encoding.UTF8.GetString((await reader.NextAsync(TestContext.Current.CancellationToken))!.Value.Span)
                .ShouldBe(line);
        (await reader.NextAsync(TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public void A_device_that_holds_other_rows_than_the_server_notices()
    {
        var end = PullHeader.ReadEnd(JsonSerializer.Deserialize<JsonElement>(
            """{"end":true,"revision":1,"cursor":"c","digests":[{"table":"tasks","rows":1,"sum":5}]}"""));

        end.Digests.ShouldBe([("tasks", 1L, 5L)]);
        PullHeader.ReadEnd(JsonSerializer.Deserialize<JsonElement>("""{"cursor":"c"}""")).Digests.ShouldBeEmpty();
    }

    private static PullHeader Header(string fields) => new(JsonSerializer.Deserialize<JsonElement>(
        """{"protocol":1,"revision":9,"first":true,"tables":[{"name":"tasks","version":1,"fields":"""
        + fields + """},{"name":"tomatoes","version":1,"fields":["id","revision"]}]}"""), SyncedTables.All);

    /// <summary>A stream that gives a few bytes at a time.</summary>
    private sealed class Dribble(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 7)], cancellationToken);
    }
}
