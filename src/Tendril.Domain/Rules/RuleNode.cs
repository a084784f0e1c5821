using System.Globalization;
using System.Text.Json;

namespace Tendril.Domain.Rules;

/// <summary>
/// A place in a rule file that can be asked for what should be there. Whatever is missing, of the wrong kind or
/// not asked for throws <see cref="RuleFileException"/> with the file and the key.
/// </summary>
public sealed class RuleNode(string file, string key, JsonElement element)
{
    public string File { get; } = file;

    public string Key { get; } = key;

    public RuleFileException Broken(string message) => new(File, Key, message);

    /// <summary>The origin of a file, read from its root. Also holds the list of the other keys it may have.</summary>
    public RuleOrigin Origin(params string[] otherKeys)
    {
        Only(["source", "effectiveFrom", .. otherKeys]);
        return new RuleOrigin(File, At("source").Text(), At("effectiveFrom").Date());
    }

    /// <summary>Refuses any key that is not in the list, so that a slip of the pen is not a silent default.</summary>
    public RuleNode Only(params string[] keys)
    {
        foreach (var property in Object())
            if (!keys.Contains(property.Name, StringComparer.Ordinal))
                throw new RuleFileException(File, $"{Key}.{property.Name}", "unknown key");
        return this;
    }

    public RuleNode At(string name) =>
        Find(name) ?? throw new RuleFileException(File, $"{Key}.{name}", "is missing");

    public RuleNode? Find(string name)
    {
        Object();
        return element.TryGetProperty(name, out var child) ? new RuleNode(File, $"{Key}.{name}", child) : null;
    }

    public IReadOnlyList<(string Name, RuleNode Node)> Entries() =>
        [.. Object().Select(property =>
            (property.Name, new RuleNode(File, $"{Key}.{property.Name}", property.Value)))];

    public IReadOnlyList<RuleNode> Items() =>
        element.ValueKind == JsonValueKind.Array
            ? [.. element.EnumerateArray().Select((item, index) => new RuleNode(File, $"{Key}[{index}]", item))]
            : throw Broken("must be a list");

    public string Text()
    {
        var text = element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        return string.IsNullOrWhiteSpace(text) ? throw Broken("must be a text that is not empty") : text;
    }

    public IReadOnlyList<string> Texts() => [.. Items().Select(item => item.Text())];

    public bool Flag() => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Broken("must be true or false"),
    };

    public decimal Number() =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDecimal(out var number)
            ? number
            : throw Broken("must be a number");

    public int Whole() =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number)
            ? number
            : throw Broken("must be a whole number");

    public DateOnly Date() =>
        DateOnly.TryParseExact(Text(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw Broken("must be a date like 2026-01-31");

    public T Word<T>() where T : struct, Enum =>
        WireName.TryParse<T>(Text(), out var value)
            ? value
            : throw Broken($"must be one of {string.Join(", ", WireName.All<T>())}");

    private JsonElement.ObjectEnumerator Object() =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : throw Broken("must be an object");
}
