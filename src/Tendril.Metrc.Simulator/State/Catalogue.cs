using System.Text.Json;

namespace Tendril.Metrc.Simulator.State;

/// <summary>An item category: it fixes how a package of the item is counted.</summary>
public sealed record ItemCategory(
    string Name, string Type, string QuantityType, bool RequiresStrain, bool CanContainSeeds = false)
{
    /// <summary>True for what can be planted: clones, immature plants, seeds.</summary>
    public bool CanBePlanted => Type is "Plants" or "Seeds";
}

public sealed record AdjustReason(string Name, bool RequiresNote);

/// <summary>The lists that do not change while the simulator runs, read from our own data files.</summary>
public static class Catalogue
{
    private sealed record Contents(IReadOnlyList<ItemCategory> Categories, IReadOnlyList<AdjustReason> AdjustReasons);

    private static readonly Contents Read = ProfileFiles.Read<Contents>("catalogue");

    public static IReadOnlyList<ItemCategory> Categories => Read.Categories;

    public static IReadOnlyList<AdjustReason> AdjustReasons => Read.AdjustReasons;

    public static ItemCategory? FindCategory(string? name) => Categories.FirstOrDefault(c =>
        c.Name.Equals(name?.Trim(), StringComparison.OrdinalIgnoreCase));
}

internal static class ProfileFiles
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>Reads one of our embedded files under Profiles; missing means the build is broken.</summary>
    internal static T Read<T>(string name) => TryRead<T>(name)
        ?? throw new InvalidOperationException($"The simulator's file Profiles/{name}.json is missing or empty.");

    internal static T? TryRead<T>(string name)
    {
        using var stream = typeof(ProfileFiles).Assembly.GetManifestResourceStream($"profiles/{name}.json");
        return stream is null ? default : JsonSerializer.Deserialize<T>(stream, Web);
    }
}
