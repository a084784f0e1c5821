using System.Text.Json;

namespace Tendril.Domain.Rules;

/// <summary>
/// A rule file is wrong. This is our own mistake and not a person's, so it stops the start of the program and
/// names the file and the key to mend.
/// </summary>
public sealed class RuleFileException(string file, string key, string message)
    : Exception($"{file}: {key}: {message}")
{
    public string File { get; } = file;

    public string Key { get; } = key;
}

/// <summary>Where a rule comes from and from which day it holds. Every rule file says both.</summary>
public sealed record RuleOrigin(string File, string Source, DateOnly EffectiveFrom);

/// <summary>One file of <c>rules/</c> as it is embedded in this assembly.</summary>
public static class RuleFile
{
    /// <summary>Names of all embedded rule files, such as <c>rules/units.json</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(RuleFile).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("rules/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>The text of an embedded file, for the web app's build and for tests.</summary>
    public static string Text(string name)
    {
        using var stream = typeof(RuleFile).Assembly.GetManifestResourceStream(name)
            ?? throw new RuleFileException(name, "$", "no such rule file is built in");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Opens an embedded file.</summary>
    public static RuleNode Open(string name) => Parse(name, Text(name));

    /// <summary>Reads the text of a rule file; a comment or a doubled key is an error like any other.</summary>
    public static RuleNode Parse(string name, string json)
    {
        try
        {
            var options = new JsonDocumentOptions { AllowDuplicateProperties = false };
            using var document = JsonDocument.Parse(json, options);
            return new RuleNode(name, "$", document.RootElement.Clone());
        }
        catch (JsonException broken)
        {
            throw new RuleFileException(name, "$", $"not readable JSON: {broken.Message}");
        }
    }
}
