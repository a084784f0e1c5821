using Npgsql;
using Tendril.Sync;

namespace Tendril.Server.Sync;

/// <summary>What the database says no to, told apart: a value of an operation, or another writer in the way.</summary>
internal static class RefusedValues
{
    /// <summary>The same operation through another connection, or a deadlock that we were chosen to end.</summary>
    public static bool IsCollision(PostgresException refused) =>
        refused.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
        || refused is { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "sync_operations" };

    /// <summary>Data exceptions and broken constraints: the value will not do the next time either.</summary>
    public static bool IsAbout(PostgresException refused) => !IsCollision(refused)
        && (refused.SqlState.StartsWith("22", StringComparison.Ordinal)
            || refused.SqlState.StartsWith("23", StringComparison.Ordinal));

    /// <summary>The refusal, with the field as far as the constraint names one.</summary>
    public static SyncRefusal Of(PostgresException refused) => SyncCodes.NotStored.Refuse(
        "A value cannot be kept as it was sent, or names something that does not exist", FieldOf(refused));

    // tasks_status_check → status; tasks_organization_id_site_id_fkey → site_id.
    private static string? FieldOf(PostgresException refused)
    {
        if (refused.ColumnName is { Length: > 0 } column) return column;
        if (refused is not { TableName: { } name, ConstraintName: { } constraint }) return null;
        return SyncedTables.All.Find(name)?.Fields.Select(field => field.Name)
            .Where(field => constraint.Contains($"_{field}_", StringComparison.Ordinal))
            .MaxBy(field => field.Length);
    }
}
