using System.Buffers;
using System.Text.Json;
using Tendril.Sync.Merge;
using Tendril.Sync.Protocol;
using Tendril.Sync.Tables;

namespace Tendril.Sync.Device;

/// <summary>Writes an operation as it travels; <see cref="Protocol.OperationReader"/> reads it.</summary>
internal static class OperationWriter
{
    public static ReadOnlyMemory<byte> Write(OutboxEntry entry)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("id", entry.Id);
            if (entry.Step is { } step) WriteStep(json, step);
            else
            {
                json.WriteString("kind", entry.Edit.Kind switch
                {
                    EditKind.Create => "create",
                    EditKind.Patch => "patch",
                    _ => "delete",
                });
                json.WriteString("table", entry.Edit.Table.Name);
            }
            json.WriteString("row", entry.Edit.RowId);
            json.WriteNumber("base", entry.Edit.BaseRevision);
            json.WriteString("at", FieldText.Of(DateTimeOffset.FromUnixTimeMilliseconds(entry.ClaimedAt)));
            if (entry.Group is { } group) json.WriteString("group", group);
            if (entry.Step is null) WriteEdit(json, entry.Edit);
            json.WriteEndObject();
        }
        return bytes.WrittenMemory;
    }

    private static void WriteEdit(Utf8JsonWriter json, RowEdit edit)
    {
        if (edit.Kind != EditKind.Delete) WriteValues(json, "set", edit, field => field.New);
        if (edit.Kind == EditKind.Patch) WriteValues(json, "old", edit, field => field.Old);
    }

    private static void WriteStep(Utf8JsonWriter json, Intent step)
    {
        json.WriteString("kind", "intent");
        json.WriteString("name", step.Name);
        json.WritePropertyName("args");
        step.Arguments.WriteTo(json);
    }

    private static void WriteValues(Utf8JsonWriter json, string name, RowEdit edit, Func<FieldEdit, string?> part)
    {
        json.WriteStartObject(name);
        foreach (var field in edit.Fields)
        {
            var declared = edit.Table.Fields[field.Position];
            json.WritePropertyName(declared.Name);
            FieldText.Write(json, declared.Kind, part(field));
        }
        json.WriteEndObject();
    }
}
