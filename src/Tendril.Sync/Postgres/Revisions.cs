using Npgsql;

namespace Tendril.Sync.Postgres;

/// <summary>
/// The organisation's revision: one number that grows with every transaction that writes synced rows, in the order in
/// which they commit. Its row stays locked from taking to commit, so that nobody ever sees a number before a smaller
/// one.
/// </summary>
public static class Revisions
{
    /// <summary>Takes the number of the running transaction; the second time it is the same number.</summary>
    public static async Task<long> TakeAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT tendril.take_revision()", connection);
        await command.PrepareAsync(cancel);
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }
}

/// <summary>
/// Another writer made the same row at the same moment; the transaction is to be rolled back and tried again.
/// </summary>
public sealed class PushCollisionException(string table)
    : Exception($"Another writer made the same row of {table} at the same moment.");
