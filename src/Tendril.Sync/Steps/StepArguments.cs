using System.Text.Json;
using Tendril.Sync.Protocol;
using Tendril.Sync.Tables;

namespace Tendril.Sync.Steps;

/// <summary>Reads the arguments of a step by the same rules as fields of rows.</summary>
public static class StepArguments
{
    /// <summary>Reads one argument.</summary>
    /// <param name="intent">The step as it was sent.</param>
    /// <param name="declared">What the argument should be.</param>
    /// <param name="text">Its canonical text; null when it is not there.</param>
    /// <returns>Why it cannot be taken; null when it can.</returns>
    public static SyncRefusal? TryRead(this Intent intent, SyncField declared, out string? text)
    {
        text = null;
        var json = Null;
        if (intent.Arguments.ValueKind == JsonValueKind.Object
            && intent.Arguments.TryGetProperty(declared.Name, out var given)) json = given;
        return FieldText.TryRead(declared, json, out text) is { } wrong
            ? SyncCodes.FieldInvalid.Refuse($"{declared.Name} {wrong}", declared.Name) : null;
    }

    private static readonly JsonElement Null = JsonDocument.Parse("null").RootElement.Clone();
}
