namespace Tendril.Server.Sync;

/// <summary>
/// What an installation decides about syncing: <c>TENDRIL__SYNC__TABLESOFF</c> names tables that do not sync for now,
/// with commas between. Devices keep their rows and what is unsent, and go on.
/// </summary>
public sealed record SyncSettings(IReadOnlySet<string> TablesOff)
{
    /// <exception cref="InvalidOperationException">The setting names a table that is not synced.</exception>
    public static SyncSettings Read(IConfiguration configuration)
    {
        var names = (configuration.GetSection("SYNC")["TABLESOFF"] ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var name in names)
            if (SyncedTables.All.Find(name) is null)
                throw new InvalidOperationException(
                    $"TENDRIL__SYNC__TABLESOFF names {name}, which is no synced table. Use names out of: "
                    + string.Join(", ", SyncedTables.All.InOrder.Select(table => table.Name)) + ".");
        return new SyncSettings(names.ToHashSet(StringComparer.Ordinal));
    }
}
