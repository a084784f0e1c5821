using Npgsql;
using Tendril.Server.Storage;

namespace Tendril.Server.Platform.Hosting;

/// <summary>One migration as the database remembers it.</summary>
public sealed record AppliedMigration(string Name, string Checksum);

/// <summary>What a database has been migrated to; reading it changes nothing.</summary>
public sealed record SchemaState(IReadOnlyList<AppliedMigration> Applied)
{
    /// <summary>True when Tendril has never been here.</summary>
    public bool IsFresh => Applied.Count == 0;

    /// <summary>What this build would still apply.</summary>
    public IReadOnlyList<string> Pending =>
        [.. Migrator.Shipped.Select(one => one.Name).Except(Applied.Select(one => one.Name), StringComparer.Ordinal)];

    /// <summary>What this build does not know: a newer version was here, or a file was changed.</summary>
    public IReadOnlyList<string> Strange =>
        [.. Applied.Where(one =>
            !Migrator.Shipped.Any(known => known.Name == one.Name && known.Checksum == one.Checksum))
            .Select(one => one.Name)];

    public static async Task<SchemaState> ReadAsync(string ownerConnection, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(ownerConnection);
        await using var connection = await source.OpenConnectionAsync(cancel);
        return await ReadAsync(connection, cancel);
    }

    public static async Task<SchemaState> ReadAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using (var exists = new NpgsqlCommand("SELECT to_regclass('tendril.migrations') IS NOT NULL", connection))
        {
            if (await exists.ExecuteScalarAsync(cancel) is not true) return new SchemaState([]);
        }

        var applied = new List<AppliedMigration>();
        await using var list =
            new NpgsqlCommand("SELECT name, checksum FROM tendril.migrations ORDER BY name", connection);
        await using var reader = await list.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) applied.Add(new(reader.GetString(0), reader.GetString(1)));
        return new SchemaState(applied);
    }
}
