using System.Data;
using Npgsql;
using Tendril.Sync;
using Tendril.Sync.Postgres;
using Tendril.Sync.Protocol;

namespace Tendril.Server.Sync;

/// <summary>
/// Runs a push in a transaction of its own. What other writers collide with is tried again; a value that the database
/// will not hold costs its own group and nothing else.
/// </summary>
internal sealed class PushDoor([FromKeyedServices("app")] NpgsqlDataSource source, PushEngine engine)
{
    private const int MostTries = 5;

    /// <summary>One result per operation, in their order; null when others were in the way each time.</summary>
    public async Task<IReadOnlyList<OperationResult>?> PushAsync(
        SyncCaller caller, IReadOnlyList<ReadOperation> operations, long sentAt, CancellationToken cancel)
    {
        var results = new OperationResult?[operations.Count];
        List<(ReadOperation Read, int Place)> places = [];
        foreach (var read in operations)
        {
            var place = places.Count;
            if (read.Id != Guid.Empty) places.Add((read, place));
            else
            {
                // Without an id it can only be told that it cannot be read; its group must not go without it.
                results[place] = new OperationResult(Guid.Empty, OperationStatus.Rejected) { Refusal = read.Refusal };
                places.Add((read with { Id = new Guid(place + 1, 0, 0, new byte[8]) }, place));
            }
        }
        var groups = places.GroupBy(one => one.Read.Operation?.Group ?? one.Read.Group ?? one.Read.Id)
            .Select(group => group.ToList()).ToList();
        await TakeAsync(new Push(caller, sentAt, results), groups, cancel);
        return Array.Exists(results, one => one is null) ? null : [.. results.OfType<OperationResult>()];
    }

    private async Task TakeAsync(
        Push push, List<List<(ReadOperation Read, int Place)>> groups, CancellationToken cancel)
    {
        if (groups.Count == 0) return;
        try
        {
            List<(ReadOperation Read, int Place)> all = [.. groups.SelectMany(group => group)];
            if (await TryAsync(push, [.. all.Select(one => one.Read)], cancel) is not { } taken) return;
            for (var i = 0; i < all.Count; i++) push.Results[all[i].Place] ??= taken[i];
        }
        catch (PostgresException refused) when (IsAboutValues(refused))
        {
            if (groups.Count == 1)
            {
                var refusal = SyncCodes.NotStored.Refuse(
                    "A value cannot be kept as it was sent, or names something that does not exist", FieldOf(refused));
                foreach (var (read, place) in groups[0])
                    push.Results[place] ??= new OperationResult(read.Id, OperationStatus.Rejected)
                    {
                        Refusal = refusal,
                    };
                return;
            }
            // Halves, until the ones that the database refuses stand alone.
            var half = groups.Count / 2;
            await TakeAsync(push, groups[..half], cancel);
            await TakeAsync(push, groups[half..], cancel);
        }
    }

    private async Task<IReadOnlyList<OperationResult>?> TryAsync(
        Push push, IReadOnlyList<ReadOperation> operations, CancellationToken cancel)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            await using var unit = await SyncUnit.BeginAsync(
                source, push.Caller.OrganizationId, IsolationLevel.ReadCommitted, cancel);
            try
            {
                var results = await engine.PushAsync(unit.Connection, push.Caller, operations, push.SentAt, cancel);
                await unit.CommitAsync(cancel);
                return results;
            }
            catch (PushCollisionException)
            {
                // The next try finds the other's row.
            }
            catch (PostgresException collided) when (IsCollision(collided))
            {
                // The same operation through another connection, or a deadlock that we were chosen to end.
            }
        }
        return null;
    }

    private static bool IsCollision(PostgresException refused) =>
        refused.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
        || refused is { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "sync_operations" };

    private static bool IsAboutValues(PostgresException refused) =>
        refused.SqlState.StartsWith("22", StringComparison.Ordinal)
        || refused.SqlState.StartsWith("23", StringComparison.Ordinal);

    // tasks_status_check → status; tasks_organization_id_site_id_fkey → site_id.
    private static string? FieldOf(PostgresException refused)
    {
        if (refused.ColumnName is { Length: > 0 } column) return column;
        if (refused is not { TableName: { } name, ConstraintName: { } constraint }) return null;
        return SyncedTables.All.Find(name)?.Fields.Select(field => field.Name)
            .Where(field => constraint.Contains($"_{field}_", StringComparison.Ordinal))
            .MaxBy(field => field.Length);
    }

    private sealed record Push(SyncCaller Caller, long SentAt, OperationResult?[] Results);
}
