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
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
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
        return hash.GetHashAndReset();
    }

    /// <summary>Each part is preceded by its length, so that no two lists of parts run into the same bytes.</summary>
    private static void Add(IncrementalHash hash, string? part)
    {
        Span<byte> length = stackalloc byte[4];
        BitConverter.TryWriteBytes(length, part?.Length ?? -1);
        hash.AppendData(length);
        if (part is not null) hash.AppendData(Encoding.UTF8.GetBytes(part));
    }

    private static void AddJson(IncrementalHash hash, JsonElement json)
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
