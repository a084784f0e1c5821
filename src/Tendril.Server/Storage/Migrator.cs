using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Tendril.Server.Storage;

/// <summary>One numbered SQL file; its checksum must never change once it was applied somewhere.</summary>
public sealed record Migration(string Name, string Sql)
{
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));
}

/// <summary>Applies the numbered SQL files in order, each in its own transaction, one server at a time.</summary>
public sealed class Migrator(string ownerConnection, TimeProvider time, ILogger log)
{
    // Any constant will do; it must be the same in every version of the product.
    private const long AdvisoryLock = 0x7E_4D_51_17_00_01;

    /// <summary>The files that ship with this build, in order.</summary>
    public static IReadOnlyList<Migration> Shipped { get; } = Read();

    /// <summary>Names of shipped migrations that the database does not have yet.</summary>
    public async Task<IReadOnlyList<string>> PendingAsync(CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        var applied = await AppliedAsync(connection, cancel);
        return [.. Shipped.Where(m => !applied.ContainsKey(m.Name)).Select(m => m.Name)];
    }

    /// <summary>Brings the database up to date; answers the names of the migrations it applied.</summary>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        await ExecuteAsync(connection, $"SELECT pg_advisory_lock({AdvisoryLock})", cancel);
        try
        {
            var applied = await AppliedAsync(connection, cancel);
            RefuseStrangers(applied);
            List<string> done = [];
            foreach (var migration in Shipped.Where(m => !applied.ContainsKey(m.Name)))
            {
                await ApplyAsync(connection, migration, cancel);
                done.Add(migration.Name);
            }
            return done;
        }
        finally
        {
            await ExecuteAsync(connection, $"SELECT pg_advisory_unlock({AdvisoryLock})", CancellationToken.None);
        }
    }

    private async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ExecuteAsync(connection, migration.Sql, cancel);
        await using var note = new NpgsqlCommand(
            "INSERT INTO tendril.migrations (name, checksum, applied_at) VALUES ($1, $2, $3)", connection);
        note.Parameters.Add(new() { Value = migration.Name });
        note.Parameters.Add(new() { Value = migration.Checksum });
        note.Parameters.Add(new() { Value = time.GetUtcNow() });
        await note.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        log.LogInformation("Applied migration {Migration}", migration.Name);
    }

    private static void RefuseStrangers(Dictionary<string, string> applied)
    {
        foreach (var (name, checksum) in applied)
        {
            var shipped = Shipped.FirstOrDefault(m => m.Name == name)
                ?? throw new InvalidOperationException(
                    $"The database was migrated by a newer Tendril ({name}). Start that version, or restore a backup.");
            if (shipped.Checksum != checksum)
                throw new InvalidOperationException($"Migration {name} is not the one this database was built with.");
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(ownerConnection);
        await connection.OpenAsync(cancel);
        return connection;
    }

    private static async Task<Dictionary<string,
        string>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await ExecuteAsync(connection, """
            SET client_min_messages = warning;
            CREATE SCHEMA IF NOT EXISTS tendril;
            CREATE TABLE IF NOT EXISTS tendril.migrations (
              name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL);
            """, cancel);
        Dictionary<string, string> applied = [];
        await using var command = new NpgsqlCommand("SELECT name, checksum FROM tendril.migrations", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) applied[reader.GetString(0)] = reader.GetString(1);
        return applied;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static List<Migration> Read()
    {
        var assembly = typeof(Migrator).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("migrations/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return new Migration(Path.GetFileNameWithoutExtension(name), reader.ReadToEnd());
            })];
    }
}
