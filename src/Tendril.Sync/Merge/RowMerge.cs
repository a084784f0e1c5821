using System.Globalization;
using Tendril.Sync.Tables;

namespace Tendril.Sync.Merge;

/// <summary>
/// Merges one edit into one row, field by field, from three values: what the device saw, what it wants, and what the
/// server has. Pure: the same three always give the same answer, on both sides of the wire.
/// </summary>
public static class RowMerge
{
    /// <param name="current">The row on the server; null when it has none with this id.</param>
    /// <param name="edit">The edit, checked for shape.</param>
    public static MergeResult Apply(SyncedRow? current, RowEdit edit)
    {
        if (current is null) return edit.Kind == EditKind.Create ? Create(edit) : Refuse(SyncCodes.RowUnknown.Refuse(
            $"The server has no such row in {edit.Table.Name}"));
        if (edit.Table.Policy == RowPolicy.AppendOnly) return Again(current, edit);
        return edit.Kind == EditKind.Delete ? Delete(current, edit) : Patch(current, edit);
    }

    /// <summary>
    /// What a device shows while it waits for the server's answer: the person's value, or what both sides made of it.
    /// </summary>
    internal static string? Over(SyncField declared, FieldEdit field, string? theirs) => declared.Policy switch
    {
        _ when theirs == field.Old || theirs == field.New => field.New,
        FieldPolicy.SetUnion => Union(field, theirs),
        FieldPolicy.Max => Larger(declared.Kind, theirs, field.New),
        _ => field.New,
    };

    private static MergeResult Create(RowEdit edit)
    {
        string?[] values = [.. edit.Table.Fields.Select(field => field.Initial)];
        foreach (var field in edit.Fields) values[field.Position] = field.New;
        return new MergeResult(MergeOutcome.Applied)
        {
            Values = values,
            Changed = [.. Enumerable.Range(0, values.Length)],
        };
    }

    private static MergeResult Delete(SyncedRow current, RowEdit edit)
    {
        if (current.Deleted) return new MergeResult(MergeOutcome.Merged) { Deleted = true };
        if (edit.BaseRevision == current.Revision)
            return new MergeResult(MergeOutcome.Applied) { Values = current.Values, Deleted = true };
        // Somebody edited what this device deletes without having seen it: work is kept before it is thrown away.
        var lastEdit = current.EditedAt.Count == 0 ? current.CreatedAt : current.EditedAt.Values.Max();
        return new MergeResult(MergeOutcome.Conflict)
        {
            Decisions = [new MergeDecision("*", "edited", "deleted", lastEdit, edit.At, MergeWinner.Server, "edited")],
        };
    }

    /// <summary>An entry of a kind that is only ever added came again, or somebody tried to change one.</summary>
    private static MergeResult Again(SyncedRow current, RowEdit edit)
    {
        if (edit.Kind != EditKind.Create) return Refuse(SyncCodes.AppendOnly.Refuse(
            $"An entry of {edit.Table.Name} cannot be {(edit.Kind == EditKind.Delete ? "deleted" : "changed")}"));
        var losses = edit.Fields
            .Where(field => edit.Table.Fields[field.Position].Policy != FieldPolicy.ServerOwned
                && field.New != current.Values[field.Position])
            .Select(field => Decide(current, edit, field, MergeWinner.Server, current.Values[field.Position]))
            .ToList();
        return new MergeResult(losses.Count == 0 ? MergeOutcome.Merged : MergeOutcome.Conflict) { Decisions = losses };
    }

    private static MergeResult Patch(SyncedRow current, RowEdit edit)
    {
        var values = (string?[])current.Values.Clone();
        List<int> changed = [];
        List<MergeDecision> decisions = [];
        foreach (var field in edit.Fields)
        {
            var (stands, decision) = Field(current, edit, field);
            if (decision is not null) decisions.Add(decision);
            if (stands == current.Values[field.Position] && field.New != stands) continue;
            values[field.Position] = stands;
            changed.Add(field.Position);
        }
        if (current.Deleted) decisions.Add(
            new MergeDecision("*", "deleted", "edited", current.CreatedAt, edit.At, MergeWinner.Device, "edited"));
        var lost = decisions.Exists(one => one.Winner != MergeWinner.Both);
        return new MergeResult(lost ? MergeOutcome.Conflict
            : edit.BaseRevision == current.Revision ? MergeOutcome.Applied : MergeOutcome.Merged)
        {
            Values = changed.Count == 0 && !current.Deleted ? null : values,
            Changed = changed,
            Decisions = decisions,
        };
    }

    private static (string? Stands, MergeDecision? Decision) Field(SyncedRow current, RowEdit edit, FieldEdit field)
    {
        var declared = edit.Table.Fields[field.Position];
        var theirs = current.Values[field.Position];
        if (theirs == field.Old || theirs == field.New) return (field.New, null);
        if (declared.Policy == FieldPolicy.SetUnion)
        {
            var union = Union(field, theirs);
            return (union, Decide(current, edit, field, MergeWinner.Both, union));
        }
        if (declared.Policy == FieldPolicy.Max)
        {
            var larger = Larger(declared.Kind, theirs, field.New);
            return (larger, Decide(current, edit, field, MergeWinner.Both, larger));
        }
        // Later stands; at the same moment the server's, so that every device comes to the same row.
        var winner = edit.At > current.WhenEdited(declared) ? MergeWinner.Device : MergeWinner.Server;
        var stands = winner == MergeWinner.Device ? field.New : theirs;
        return (stands, Decide(current, edit, field, winner, stands));
    }

    /// <summary>
    /// What the device added is added, what it took away is taken away; the rest is as the server has it.
    /// </summary>
    private static string Union(FieldEdit field, string? theirs)
    {
        var before = FieldText.Entries(field.Old);
        var mine = FieldText.Entries(field.New);
        return FieldText.Of(FieldText.Entries(theirs).Except(before.Except(mine)).Union(mine.Except(before)));
    }

    private static string? Larger(FieldKind kind, string? one, string? other)
    {
        if (one is null || other is null) return one ?? other;
        var order = kind == FieldKind.WholeNumber
            ? long.Parse(one, CultureInfo.InvariantCulture).CompareTo(long.Parse(other, CultureInfo.InvariantCulture))
            : decimal.Parse(one, CultureInfo.InvariantCulture).CompareTo(
                decimal.Parse(other, CultureInfo.InvariantCulture));
        return order >= 0 ? one : other;
    }

    private static MergeDecision Decide(
        SyncedRow current, RowEdit edit, FieldEdit field, MergeWinner winner, string? stands)
    {
        var declared = edit.Table.Fields[field.Position];
        return new MergeDecision(declared.Name, current.Values[field.Position], field.New,
            current.WhenEdited(declared), edit.At, winner, stands);
    }

    private static MergeResult Refuse(SyncRefusal refusal) => new(MergeOutcome.Refused) { Refusal = refusal };
}
