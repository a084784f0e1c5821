using System.Buffers;
using System.Text.Json;
using Tendril.Sync.Merge;
using Tendril.Sync.Tables;

namespace Tendril.Sync.Device;

/// <summary>What a person does to one row.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Row">The row's id; for a new row made by the caller.</param>
/// <param name="Kind">New row, new values, or delete.</param>
public sealed record LocalEdit(string Table, Guid Row, EditKind Kind)
{
    /// <summary>Canonical texts (<see cref="FieldText"/>) by field; null for empty.</summary>
    public IReadOnlyDictionary<string, string?> Set { get; init; } = new Dictionary<string, string?>();

    /// <summary>Checks the edit as the server will, so that a person hears of a slip at once.</summary>
    /// <param name="tables">The declarations.</param>
    /// <param name="row">The row as it is on the device; null when there is none.</param>
    /// <param name="edit">The edit with the values before; null when refused, or when it changes nothing.</param>
    internal SyncRefusal? TryRead(SyncTables tables, DeviceRow? row, out RowEdit? edit)
    {
        edit = null;
        if (tables.Find(Table) is not { } table)
            return SyncCodes.TableUnknown.Refuse($"There is no synced table {Table}", "table");
        if (Kind != EditKind.Create && table.Policy == RowPolicy.AppendOnly)
            return SyncCodes.AppendOnly.Refuse($"An entry of {Table} cannot be changed or deleted");
        if (Kind != EditKind.Create && row?.Screen is null)
            return SyncCodes.RowUnknown.Refuse($"There is no such row in {Table} on this device");
        if (Kind == EditKind.Create && row?.Screen is not null)
            return SyncCodes.FieldInvalid.Refuse($"A row of {Table} with this id is on this device already", "id");
        List<FieldEdit> fields = [];
        if (Kind != EditKind.Delete && ReadFields(table, row?.Screen, fields) is { } refusal) return refusal;
        if (Kind == EditKind.Patch && fields.Count == 0) return null;
        edit = new RowEdit(table, Row, Kind) { Fields = fields };
        return null;
    }

    private SyncRefusal? ReadFields(SyncTable table, string?[]? shown, List<FieldEdit> fields)
    {
        foreach (var name in Set.Keys)
            if (table.Find(name) is null)
                return SyncCodes.FieldUnknown.Refuse($"{Table} has no field {name}", name);
        for (var position = 0; position < table.Fields.Count; position++)
        {
            var field = table.Fields[position];
            if (!Set.TryGetValue(field.Name, out var text))
            {
                if (Kind == EditKind.Create && field is { Required: true, Policy: not FieldPolicy.ServerOwned })
                    return SyncCodes.FieldInvalid.Refuse($"{field.Name} must not be empty", field.Name);
                continue;
            }
            if (field.Policy == FieldPolicy.ServerOwned)
                return SyncCodes.FieldServerOwned.Refuse($"{field.Name} is written by the server", field.Name);
            if (Check(field, text) is { } wrong)
                return SyncCodes.FieldInvalid.Refuse($"{field.Name} {wrong}", field.Name);
            var old = Kind == EditKind.Create ? null : shown![position];
            if (Kind == EditKind.Create || old != text) fields.Add(new FieldEdit(position, old, text));
        }
        return null;
    }

    /// <summary>Reads the text as the server will read it from the wire.</summary>
    private static string? Check(SyncField field, string? text)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes)) FieldText.Write(json, field.Kind, text);
        try
        {
            using var read = JsonDocument.Parse(bytes.WrittenMemory);
            if (FieldText.TryRead(field, read.RootElement, out var canonical) is { } wrong) return wrong;
            return canonical == text ? null : $"must be written as {canonical}";
        }
        catch (JsonException)
        {
            return "cannot be read";
        }
    }
}

/// <summary>What became of a person's doing on the device.</summary>
/// <param name="Operations">The operations that were stored; none when nothing changed.</param>
/// <param name="Refusal">Why nothing was stored.</param>
public sealed record SavedEdit(IReadOnlyList<OutboxEntry> Operations, SyncRefusal? Refusal = null);
