using System.Globalization;
using System.Text.Json;
using Tendril.Sync;
using Tendril.Sync.Tables;

namespace Tendril.Server.Sync;

/// <summary>What a device pushes.</summary>
/// <param name="Protocol">1.</param>
/// <param name="Device">The device's id, registered at <c>/api/devices</c>.</param>
/// <param name="SentAt">What the device's clock says now; its error is measured by it.</param>
/// <param name="Operations">In the order in which they were done, at most 1,000; see docs/sync-protocol.md.</param>
public sealed record PushRequest(
    int Protocol, Guid Device, DateTimeOffset SentAt, IReadOnlyList<JsonElement> Operations);

/// <summary>What a device asks for when it pulls.</summary>
/// <param name="Protocol">1.</param>
/// <param name="Device">The device's id, registered at <c>/api/devices</c>.</param>
/// <param name="Cursor">From the last line, or the last frame, of the pull before; left out by a first
/// download.</param>
/// <param name="Again">Tables of which all rows are asked for, because the device was found to hold others.</param>
public sealed record PullRequest(
    int Protocol, Guid Device, string? Cursor = null, IReadOnlyList<string>? Again = null);

/// <summary>
/// The parts around the operations, or around the cursor. Read by hand: a wrong part is named, parts that a newer app
/// adds are left alone, and nothing of it says who is calling.
/// </summary>
internal sealed class SyncEnvelope
{
    /// <summary>The one version that is spoken.</summary>
    public const int Protocol = 1;

    /// <summary>The most operations in one push.</summary>
    public const int MostOperations = 1_000;

    public Guid Device { get; private set; }

    /// <summary>In milliseconds since 1970.</summary>
    public long SentAt { get; private set; }

    public string? Cursor { get; private set; }

    public IReadOnlyCollection<string> Again { get; private set; } = [];

    public IReadOnlyList<JsonElement> Operations { get; private set; } = [];

    /// <summary>The parts of a push.</summary>
    public static (SyncEnvelope? Envelope, SyncRefusal? Refusal) OfPush(JsonElement json)
    {
        var envelope = new SyncEnvelope();
        var refusal = envelope.ReadDoor(json) ?? envelope.ReadSentAt(json) ?? envelope.ReadOperations(json);
        return refusal is null ? (envelope, null) : (null, refusal);
    }

    /// <summary>The parts of a pull.</summary>
    public static (SyncEnvelope? Envelope, SyncRefusal? Refusal) OfPull(JsonElement json)
    {
        var envelope = new SyncEnvelope();
        if (envelope.ReadDoor(json) is { } refusal) return (null, refusal);
        if (json.TryGetProperty("cursor", out var cursor) && cursor.ValueKind != JsonValueKind.Null)
        {
            if (cursor.ValueKind != JsonValueKind.String)
                return (null, SyncBody.Unreadable("cursor must be a text", "cursor"));
            envelope.Cursor = cursor.GetString();
        }
        if (envelope.ReadAgain(json) is { } wrong) return (null, wrong);
        return (envelope, null);
    }

    // A table that is unknown here, or not the caller's, is passed over as everywhere.
    private SyncRefusal? ReadAgain(JsonElement json)
    {
        if (!json.TryGetProperty("again", out var again) || again.ValueKind == JsonValueKind.Null) return null;
        if (again.ValueKind != JsonValueKind.Array
            || again.EnumerateArray().Any(name => name.ValueKind != JsonValueKind.String))
            return SyncBody.Unreadable("again must be a list of tables", "again");
        Again = [.. again.EnumerateArray().Select(name => name.GetString()!).Distinct(StringComparer.Ordinal)];
        return null;
    }

    private SyncRefusal? ReadDoor(JsonElement json)
    {
        if (!json.TryGetProperty("protocol", out var protocol) || protocol.ValueKind != JsonValueKind.Number)
            return SyncBody.Unreadable("protocol must be a number", "protocol");
        if (!protocol.TryGetInt32(out var version) || version != Protocol)
            return SyncCodes.UpgradeNeeded.Refuse($"This server speaks version {Protocol} of the protocol", "protocol");
        if (!json.TryGetProperty("device", out var device) || device.ValueKind != JsonValueKind.String
            || !Guid.TryParseExact(device.GetString(), "D", out var id))
            return SyncBody.Unreadable("device must be the id of a device", "device");
        Device = id;
        return null;
    }

    private SyncRefusal? ReadSentAt(JsonElement json)
    {
        if (!json.TryGetProperty("sentAt", out var sentAt)) return SyncBody.Unreadable("sentAt is missing", "sentAt");
        if (FieldText.TryRead(Clock, sentAt, out var text) is { } wrong)
            return SyncBody.Unreadable($"sentAt {wrong}", "sentAt");
        SentAt = DateTimeOffset.Parse(text!, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
        return null;
    }

    private SyncRefusal? ReadOperations(JsonElement json)
    {
        if (!json.TryGetProperty("operations", out var operations) || operations.ValueKind != JsonValueKind.Array)
            return SyncBody.Unreadable("operations must be a list", "operations");
        if (operations.GetArrayLength() > MostOperations)
            return SyncCodes.TooMuch.Refuse($"A push may hold {MostOperations:N0} operations", "operations");
        Operations = [.. operations.EnumerateArray()];
        return null;
    }

    private static readonly SyncField Clock = new("sentAt", FieldKind.Moment) { Required = true };
}
