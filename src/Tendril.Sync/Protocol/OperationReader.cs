using System.Text.Json;
using Tendril.Sync.Merge;
using Tendril.Sync.Tables;

namespace Tendril.Sync.Protocol;

/// <summary>Reads operations from JSON and checks their shape against the declarations.</summary>
public sealed class OperationReader(SyncTables tables)
{
    /// <summary>Reads one operation.</summary>
    /// <param name="json">An object <c>{id, kind, table, row, base, at, set, old, group, actor, name,
    /// args}</c>.</param>
    /// <param name="operation">The operation, when it is good.</param>
    /// <returns>Why it cannot be read; null when it can.</returns>
    public SyncRefusal? TryRead(JsonElement json, out Operation? operation)
    {
        operation = null;
        var part = new OperationParts(json);
        if (part.Read() is { } unreadable) return unreadable;
        if (part.Kind == "intent")
        {
            operation = new Operation(part.Id)
            {
                ClaimedAt = part.At,
                Group = part.Group,
                Actor = part.Actor,
                Intent = new Intent(part.Name!, part.Row, part.Arguments),
                ContentHash = ContentHash.Of(part, []),
            };
            return null;
        }
        if (tables.Find(part.Table!) is not { } table)
            return SyncCodes.TableUnknown.Refuse($"There is no synced table {part.Table}", "table");
        if (table.IsReadOnly)
            return SyncCodes.FieldServerOwned.Refuse($"Only the server writes {table.Name}", "table");
        var kind = Enum.Parse<EditKind>(part.Kind, ignoreCase: true);
        if (ReadFields(table, kind, part, out var fields) is { } refusal) return refusal;
        operation = new Operation(part.Id)
        {
            ClaimedAt = part.At,
            Group = part.Group,
            Actor = part.Actor,
            Edit = new RowEdit(table, part.Row, kind) { BaseRevision = part.Base, Fields = fields },
            ContentHash = ContentHash.Of(part, fields),
        };
        return null;
    }

    /// <summary>The group that an operation names, even when the rest of it cannot be read.</summary>
    public static Guid? GroupOf(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("group", out var group)
        && group.ValueKind == JsonValueKind.String && group.TryGetGuid(out var id) ? id : null;

    private static SyncRefusal? ReadFields(
        SyncTable table, EditKind kind, OperationParts part, out List<FieldEdit> fields)
    {
        fields = [];
        if (kind == EditKind.Delete) return null;
        if (part.Set.ValueKind != JsonValueKind.Object)
            return SyncCodes.OperationUnreadable.Refuse("The operation sets no fields", "set");
        foreach (var property in part.Set.EnumerateObject())
        {
            if (ReadField(table, property, part.Old, out var edit) is { } refusal) return refusal;
            if (fields.Exists(one => one.Position == edit.Position))
                return SyncCodes.OperationUnreadable.Refuse($"{property.Name} is set twice", property.Name);
            fields.Add(edit);
        }
        fields.Sort((one, other) => one.Position.CompareTo(other.Position));
        return kind == EditKind.Create ? Missing(table, fields) : null;
    }

    private static SyncRefusal? ReadField(
        SyncTable table, JsonProperty property, JsonElement old, out FieldEdit edit)
    {
        edit = default;
        if (table.Find(property.Name) is not { } field)
            return SyncCodes.FieldUnknown.Refuse($"{table.Name} has no field {property.Name}", property.Name);
        if (field.Policy == FieldPolicy.ServerOwned)
            return SyncCodes.FieldServerOwned.Refuse($"{field.Name} is written by the server", field.Name);
        if (FieldText.TryRead(field, property.Value, out var text) is { } wrong)
            return SyncCodes.FieldInvalid.Refuse($"{field.Name} {wrong}", field.Name);
        string? before = null;
        if (old.ValueKind == JsonValueKind.Object && old.TryGetProperty(field.Name, out var seen)
            && seen.ValueKind != JsonValueKind.Null && FieldText.TryRead(field, seen, out before) is { } wrongBefore)
            return SyncCodes.FieldInvalid.Refuse($"{field.Name} {wrongBefore} (the value before)", field.Name);
        edit = new FieldEdit(table.PositionOf(field.Name), before, text);
        return null;
    }

    private static SyncRefusal? Missing(SyncTable table, List<FieldEdit> fields) => table.Fields
        .Where((field, position) => field.Required && field.Policy != FieldPolicy.ServerOwned
            && !fields.Exists(one => one.Position == position))
        .Select(field => SyncCodes.FieldInvalid.Refuse($"{field.Name} must not be empty", field.Name))
        .FirstOrDefault();
}

/// <summary>The parts of an operation as they stand in the JSON, each of the right type.</summary>
internal sealed class OperationParts(JsonElement json)
{
    public Guid Id { get; private set; }

    public string Kind { get; private set; } = "";

    public string? Table { get; private set; }

    public string? Name { get; private set; }

    public Guid Row { get; private set; }

    public long Base { get; private set; }

    public long At { get; private set; }

    public Guid? Group { get; private set; }

    public Guid? Actor { get; private set; }

    public JsonElement Set { get; private set; }

    public JsonElement Old { get; private set; }

    public JsonElement Arguments { get; private set; }

    public SyncRefusal? Read()
    {
        if (json.ValueKind != JsonValueKind.Object) return Bad("An operation must be an object", null);
        foreach (var part in json.EnumerateObject())
            if (Take(part) is { } wrong) return wrong;
        if (Id == Guid.Empty) return Bad("The operation has no id", "id");
        if (Kind.Length == 0) return Bad("The operation has no kind", "kind");
        if (Row == Guid.Empty) return Bad("The operation names no row", "row");
        if (At == long.MinValue) return Bad("The operation has no moment", "at");
        if (Kind == "intent") return Name is null ? Bad("The intent has no name", "name") : null;
        return Table is null ? Bad("The operation names no table", "table") : null;
    }

    private SyncRefusal? Take(JsonProperty part) => part.Name switch
    {
        "id" => Uuid(part, id => Id = id),
        "row" => Uuid(part, id => Row = id),
        "group" => part.Value.ValueKind == JsonValueKind.Null ? null : Uuid(part, id => Group = id),
        "actor" => part.Value.ValueKind == JsonValueKind.Null ? null : Uuid(part, id => Actor = id),
        "kind" => Word(part, kind => Kind = kind) ?? (Kind is "create" or "patch" or "delete" or "intent"
            ? null : Bad("kind must be create, patch, delete or intent", "kind")),
        "table" => Word(part, table => Table = table),
        "name" => Word(part, name => Name = name),
        "at" => Moment(part),
        "base" => part.Value.ValueKind == JsonValueKind.Number && part.Value.TryGetInt64(out var revision)
            && revision >= 0 ? Keep(() => Base = revision) : Bad("base must be a revision", "base"),
        "set" => Keep(() => Set = part.Value),
        "old" => Keep(() => Old = part.Value),
        "args" => Keep(() => Arguments = part.Value),
        // Newer apps may say more than this server knows; what it does not know it must not judge.
        _ => null,
    };

    private SyncRefusal? Moment(JsonProperty part)
    {
        if (FieldText.TryRead(Clock, part.Value, out _) is { } wrong) return Bad($"at {wrong}", "at");
        At = part.Value.GetDateTimeOffset().ToUnixTimeMilliseconds();
        return null;
    }

    private static readonly SyncField Clock = new("at", FieldKind.Moment) { Required = true };

    private static SyncRefusal? Uuid(JsonProperty part, Action<Guid> keep)
    {
        if (part.Value.ValueKind != JsonValueKind.String
            || !Guid.TryParseExact(part.Value.GetString(), "D", out var id) || id == Guid.Empty)
            return Bad($"{part.Name} must be an id", part.Name);
        keep(id);
        return null;
    }

    private static SyncRefusal? Word(JsonProperty part, Action<string> keep)
    {
        if (FieldText.TryRead(Short, part.Value, out var text) is { } wrong)
            return Bad($"{part.Name} {wrong}", part.Name);
        keep(text!);
        return null;
    }

    private static readonly SyncField Short = new("word", FieldKind.Text) { Required = true, MaxLength = 60 };

    private static SyncRefusal? Keep(Action keep)
    {
        keep();
        return null;
    }

    private static SyncRefusal Bad(string message, string? field) =>
        SyncCodes.OperationUnreadable.Refuse(message, field);
}
