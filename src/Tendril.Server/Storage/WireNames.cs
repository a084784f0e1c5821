using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Tendril.Domain;

namespace Tendril.Server.Storage;

/// <summary>Words of a list are kept in tables as they are on the wire: <c>tissue_culture</c>.</summary>
public static class WireNames
{
    public static PropertyBuilder<T> HasWireName<T>(this PropertyBuilder<T> property)
        where T : struct, Enum => property.HasConversion(Words<T>());

    public static PropertyBuilder<T?> HasWireName<T>(this PropertyBuilder<T?> property)
        where T : struct, Enum => property.HasConversion(Words<T>());

    private static ValueConverter<T, string> Words<T>()
        where T : struct, Enum => new(value => WireName.Of(value), word => Read<T>(word));

    private static T Read<T>(string word)
        where T : struct, Enum => WireName.TryParse<T>(word, out var value)
            ? value
            : throw new InvalidOperationException($"The table holds \"{word}\", which is not one of {typeof(T).Name}.");
}
