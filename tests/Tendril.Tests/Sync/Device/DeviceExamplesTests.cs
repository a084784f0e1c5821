using System.Text.Json.Nodes;
using Tendril.Sync.Device;
using Tendril.Sync.Merge;
using Tendril.Sync.Protocol;
using Tendril.Sync.Tables;

namespace Tendril.Tests.Sync.Device;

/// <summary>Runs the examples of a device's side; the web app's engine runs the same.</summary>
public sealed class DeviceExamplesTests
{
    public static TheoryData<string> Sending() => SyncExamples.NamesOf("sending");

    public static TheoryData<string> Chunks() => SyncExamples.NamesOf("chunks");

    public static TheoryData<string> Downloads() => SyncExamples.NamesOf("downloads");

    public static TheoryData<string> Reapplied() => SyncExamples.NamesOf("reapply");

    public static TheoryData<string> Waits() => SyncExamples.NamesOf("backoff");

    [Theory, MemberData(nameof(Sending))]
    public void Sends_what_the_example_says(string name)
    {
        var example = SyncExamples.Find("sending", name);
        var ids = new Dictionary<string, Guid>(StringComparer.Ordinal);
        Guid Id(string text) => ids.TryGetValue(text, out var id) ? id : ids[text] = Guid.CreateVersion7();
        var outbox = example["outbox"]!.AsArray().Select((one, place) => new OutboxEntry(Id(Text(one, "id")!),
            new RowEdit(SyncExamples.Tables[Text(one, "table") ?? "notes"], Id(Text(one, "row")!),
                SyncExamples.Word<EditKind>(one!["kind"])))
        {
            Number = place + 1,
            Group = Text(one, "group") is { } group ? Id(group) : null,
            State = Text(one, "state") switch
            {
                "waiting" => OutboxState.Unsent,
                "sent" => OutboxState.Sent,
                "answered" => OutboxState.Answered,
                _ => OutboxState.Parked,
            },
        }).ToList();

        var due = SendOrder.Due(outbox, Texts(example["tried"]).Select(Id).ToHashSet());

        due.Select(entry => entry.Id).ShouldBe(Texts(example["expect"]).Select(Id));
    }

    private sealed record Waiting(string Id, string? Group, int Bytes);

    [Theory, MemberData(nameof(Chunks))]
    public void Cuts_as_the_example_says(string name)
    {
        var example = SyncExamples.Find("chunks", name);
        var expect = example["expect"]!;
        var cut = example["limits"] is { } limits
            ? new RequestCut(Number(limits, "operations")!.Value, Number(limits, "bytes")!.Value) : RequestCut.OfServer;
        var waiting = example["outbox"]!.AsArray()
            .Select(one => new Waiting(Text(one, "id")!, Text(one, "group"), Number(one, "bytes")!.Value))
            .Concat(Enumerable.Range(0, Number(example, "count") ?? 0)
                .Select(place => new Waiting($"o{place}", null, Number(example, "bytes") ?? 10)));
        List<List<Waiting>> tooLarge = [];

        var requests = cut.Cut(waiting, one => one.Group ?? one.Id, one => one.Bytes, tooLarge).ToList();

        if (expect["requests"] is { } expected) Ids(requests).ShouldBe(Lists(expected));
        if (expect["sizes"] is { } sizes) requests.Select(one => one.Count)
            .ShouldBe(sizes.AsArray().Select(size => size!.GetValue<int>()));
        Ids(tooLarge).ShouldBe(expect["tooLarge"] is { } large ? Lists(large) : []);

        static List<string> Ids(List<List<Waiting>> lists) =>
            [.. lists.Select(list => string.Join(' ', list.Select(one => one.Id)))];
        static List<string> Lists(JsonNode lists) =>
            [.. lists.AsArray().Select(list => string.Join(' ', Texts(list)))];
    }

    [Theory, MemberData(nameof(Downloads))]
    public void Drops_what_the_example_says(string name)
    {
        var example = SyncExamples.Find("downloads", name);
        var header = example["header"]!;

        var earlier = EarlierRows.Of(Texts(example["known"]), header["first"]!.GetValue<bool>(),
            Texts(header["off"]), Texts(example["kept"]));

        earlier.Drop.ShouldBe(Texts(example["expect"]!["drop"]));
        earlier.Kept.ShouldBe(Texts(example["expect"]!["kept"]));
    }

    [Theory, MemberData(nameof(Reapplied))]
    public void Shows_what_the_example_says(string name)
    {
        var example = SyncExamples.Find("reapply", name);
        var table = SyncExamples.Tables[Text(example, "table")!];
        string?[]? server = null;
        if (example["row"] is JsonObject row)
        {
            server = new string?[table.Fields.Count];
            foreach (var (field, value) in row["values"]!.AsObject())
                server[table.PositionOf(field)] = SyncExamples.Text(table.Find(field)!, value);
        }
        var work = example["pending"]!.AsArray().Select(one => new RowEdit(
            table, Guid.Empty, SyncExamples.Word<EditKind>(one!["kind"]))
        {
            Fields = [.. (one["set"]?.AsObject() ?? []).Select(set => new FieldEdit(table.PositionOf(set.Key),
                SyncExamples.Text(table.Find(set.Key)!, one["old"]?[set.Key]),
                SyncExamples.Text(table.Find(set.Key)!, set.Value)))],
        });

        var shown = Reapply.Show(table, server, example["row"]?["deleted"]?.GetValue<bool>() ?? false,
            work.Select(edit => new RowWork(edit, null)));

        if (example["expect"] is not JsonObject expect)
        {
            shown.ShouldBeNull();
            return;
        }
        foreach (var (field, value) in expect["values"]!.AsObject())
            shown.ShouldNotBeNull()[table.PositionOf(field)]
                .ShouldBe(SyncExamples.Text(table.Find(field)!, value), field);
    }

    [Theory, MemberData(nameof(Waits))]
    public void Waits_as_long_as_the_example_says(string name)
    {
        var example = SyncExamples.Find("backoff", name);
        var now = DateTimeOffset.Parse(
            Text(example, "now") ?? "2026-11-20T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture);
        var tries = Number(example, "tries")!.Value;
        var failure = new SyncTransportException(SyncErrorClass.Network, "The server cannot be reached")
        {
            RetryAfter = BackOff.ReadRetryAfter(Text(example, "retryAfter"), now),
        };

        var state = (BackOff.None with { Tries = tries - 1 })
            .After(failure, now, example["random"]!.GetValue<double>());

        state.Tries.ShouldBe(tries);
        (state.NotBefore - now).TotalMilliseconds.ShouldBe(Number(example["expect"], "delayMs")!.Value);
        state.IsDue(now + state.Wait - TimeSpan.FromMilliseconds(1), byHand: false).ShouldBeFalse();
        state.IsDue(now + state.Wait, byHand: false).ShouldBeTrue();
    }

    private static string? Text(JsonNode? node, string part) => node?[part]?.GetValue<string>();

    private static int? Number(JsonNode? node, string part) => node?[part]?.GetValue<int>();

    private static List<string> Texts(JsonNode? list) => [.. list!.AsArray().Select(one => one!.GetValue<string>())];
}
