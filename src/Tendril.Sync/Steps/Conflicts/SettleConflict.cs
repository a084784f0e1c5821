using System.Text.Json;
using Tendril.Sync.Protocol;
using Tendril.Sync.Tables;

namespace Tendril.Sync.Steps.Conflicts;

/// <summary>
/// A person says what stands where two edits met: <c>take</c> is <c>mine</c> (the value that came second),
/// <c>theirs</c> (the one that the server had) or <c>both</c>, which needs a <c>value</c> made of the two. <c>saw</c>
/// is what the field held when they decided: when it holds something else meanwhile, nobody's choice is about that.
/// </summary>
public sealed class SettleConflict(SyncTables tables) : IStep
{
    private static readonly SyncField Take = new("take", FieldKind.Text) { Required = true, MaxLength = 10 };

    public string Name => "conflict.settle";

    public string Table => ConflictCase.Records;

    /// <summary>Decided by the table that the conflict is about.</summary>
    public string? Permission => null;

    public StepNeeds Needs(Intent intent) => ConflictCase.Needs(intent);

    public StepNeeds NeedsNext(StepScene scene, Intent intent) => ConflictCase.NeedsNext(scene, intent, tables);

    public StepOutcome Decide(StepScene scene, Intent intent, StepMoment moment)
    {
        if (ConflictCase.Find(scene, intent, moment, tables, out var found) is { } unfit)
            return StepOutcome.Refuse(unfit);
        var conflict = found!;
        if (TryChoose(conflict, intent, out var chosen) is { } unread) return StepOutcome.Refuse(unread);
        if (!conflict.IsOpen) return chosen == conflict.Record["stands"] ? StepOutcome.Done : StepOutcome.Refuse(
            SyncCodes.ConflictSettled.Refuse("Somebody else has settled this conflict, with another value", "take"));
        if (Moved(conflict, intent, chosen) is { } moved) return StepOutcome.Refuse(moved);
        if (conflict.Table.Policy == RowPolicy.AppendOnly && chosen != conflict.Current)
            return StepOutcome.Refuse(
                SyncCodes.AppendOnly.Refuse("What stands in this entry cannot be changed", "take"));
        var settled = new RowWrite(Table, conflict.Record.Id, new Dictionary<string, string?>
        {
            ["status"] = "settled",
            ["stands"] = chosen,
            ["stood"] = conflict.Current,
            ["settled_by"] = FieldText.Of(moment.UserId),
            ["settled_at"] = FieldText.Of(DateTimeOffset.FromUnixTimeMilliseconds(moment.At)),
        });
        return new StepOutcome
        {
            Writes = [.. conflict.RowWrites(chosen, conflict.OthersOpen), settled],
            Effects = [new ConflictDecided(conflict.Record, conflict.Current, chosen, moment)],
        };
    }

    /// <summary>The value that the person wants to stand.</summary>
    private static SyncRefusal? TryChoose(ConflictCase conflict, Intent intent, out string? chosen)
    {
        chosen = null;
        if (intent.TryRead(Take, out var take) is { } unread) return unread;
        if (take is not ("mine" or "theirs" or "both"))
            return SyncCodes.FieldInvalid.Refuse("take must be mine, theirs or both", "take");
        // Of a row as a whole, and of one that is gone, there is nothing to choose: it is only noted as seen.
        if (conflict.Field is not { } field)
        {
            chosen = conflict.Current;
            return null;
        }
        if (take == "both") return intent.TryRead(field with { Name = "value" }, out chosen);
        chosen = conflict.Record[take == "mine" ? "device_value" : "server_value"];
        return chosen is null && field.Required
            ? SyncCodes.FieldInvalid.Refuse($"{field.Name} must not be empty", "take") : null;
    }

    private static SyncRefusal? Moved(ConflictCase conflict, Intent intent, string? chosen)
    {
        if (conflict.Field is not { } field || intent.Arguments.ValueKind != JsonValueKind.Object
            || !intent.Arguments.TryGetProperty("saw", out _)) return null;
        if (intent.TryRead(field with { Name = "saw", Required = false }, out var saw) is { } unread) return unread;
        return conflict.Current == saw || conflict.Current == chosen ? null
            : SyncCodes.ConflictMoved.Refuse("The field was changed after you looked at the conflict", "saw");
    }
}
