using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tendril.Sync.Merge;

namespace Tendril.Sync.Protocol;

/// <summary>
/// Binds an operation's id to its content, so that an id used twice for different things is noticed. Values count by
/// their canonical texts: the same operation written with other blanks or another order of keys has the same hash.
/// </summary>
internal static class ContentHash
{
    public static byte[] Of(OperationParts part, IReadOnlyList<FieldEdit> fields)
    {
        // One piece is hashed much faster than many small ones, and a push has a thousand operations.
        var hash = new ArrayBufferWriter<byte>(1_024);
        Add(hash, part.Kind);
        Add(hash, part.Table);
        Add(hash, part.Name);
        Add(hash, $"{part.Row:D} {part.Base} {part.At} {part.Group:D} {part.Actor:D}");
        foreach (var field in fields)
        {
            Add(hash, field.Position.ToString(System.Globalization.CultureInfo.InvariantCulture));
            Add(hash, field.Old);
            Add(hash, field.New);
        }
        if (part.Arguments.ValueKind != JsonValueKind.Undefined) AddJson(hash, part.Arguments);
        return SHA256.HashData(hash.WrittenSpan);
    }

    /// <summary>Each part is preceded by its length, so that no two lists of parts run into the same bytes.</summary>
    private static void Add(ArrayBufferWriter<byte> hash, string? part)
    {
        BitConverter.TryWriteBytes(hash.GetSpan(4), part?.Length ?? -1);
        hash.Advance(4);
        if (part is not null) Encoding.UTF8.GetBytes(part, hash);
    }

    private static void AddJson(ArrayBufferWriter<byte> hash, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                Add(hash, "{");
                foreach (var part in json.EnumerateObject().OrderBy(part => part.Name, StringComparer.Ordinal))
                {
                    Add(hash, part.Name);
                    AddJson(hash, part.Value);
                }
                Add(hash, "}");
                break;
            case JsonValueKind.Array:
                Add(hash, "[");
                foreach (var entry in json.EnumerateArray()) AddJson(hash, entry);
                Add(hash, "]");
                break;
            case JsonValueKind.String:
                Add(hash, "\"");
                Add(hash, json.GetString());
                break;
            default:
                Add(hash, json.GetRawText());
                break;
        }
    }
}
