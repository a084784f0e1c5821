using Tendril.Domain;

namespace Tendril.Server.Platform.Web;

/// <summary>A word of a fixed list in an address, spelled as in JSON; absent means that everything is wanted.</summary>
public readonly record struct QueryWord<T>(T? Value)
    where T : struct, Enum;

public static class QueryWord
{
    /// <summary>Reads the word, or refuses one that is not in the list and names those that are.</summary>
    public static Result<QueryWord<T>> Read<T>(string? text, string field)
        where T : struct, Enum
    {
        if (string.IsNullOrEmpty(text)) return new QueryWord<T>(null);
        return WireName.Parse<T>(text, field).Refused(out var problem, out var value)
            ? problem with { Kind = ProblemKind.Unreadable }
            : new QueryWord<T>(value);
    }
}
