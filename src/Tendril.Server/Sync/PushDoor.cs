using System.Data;
using Npgsql;
using Tendril.Sync;
using Tendril.Sync.Postgres;
using Tendril.Sync.Protocol;

namespace Tendril.Server.Sync;

/// <summary>
/// Runs a push in a transaction of its own. What other writers collide with is tried again; a value that the database
/// will not hold costs its own group and nothing else, and the rest is still done in one transaction.
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
            .Select(group => new Group(group)).ToList();
        await TakeAsync(new Push(caller, sentAt, results), groups, cancel);
        return Array.Exists(results, one => one is null) ? null : [.. results.OfType<OperationResult>()];
    }

    private async Task TakeAsync(Push push, List<Group> groups, CancellationToken cancel)
    {
        for (var tries = 0; groups.Count > 0 && tries < MostTries; tries++)
            try
            {
                List<(ReadOperation Read, int Place)> all = [.. groups.SelectMany(group => group)];
                if (await TryAsync(push, groups, commit: true, cancel) is not { } taken) return;
                for (var i = 0; i < all.Count; i++) push.Results[all[i].Place] ??= taken[i];
                return;
            }
            catch (PostgresException refused) when (RefusedValues.IsAbout(refused))
            {
                if (await SiftAsync(push, groups, refused, cancel) is not { } rest) return;
                groups = rest;
            }
    }

    /// <summary>
    /// Finds by halves which groups the database refuses, and answers them. Each trial is rolled back: the rest is then
    /// decided and written in one transaction, as if the others had not been in the request.
    /// </summary>
    /// <returns>What is left, in its order; null when others were in the way each time.</returns>
    private async Task<List<Group>?> SiftAsync(
        Push push, List<Group> groups, PostgresException refused, CancellationToken cancel)
    {
        List<Group> good = [];
        // Popped in their order: what is good so far goes before, as an operation may stand on one that came earlier.
        var open = new Stack<(List<Group> Part, PostgresException? Refused)>([(groups, refused)]);
        while (open.TryPop(out var next))
            try
            {
                if (next.Refused is { } known) Split(push, next.Part, known, open);
                else if (await TryAsync(push, [.. good, .. next.Part], commit: false, cancel) is null) return null;
                else good.AddRange(next.Part);
            }
            catch (PostgresException again) when (RefusedValues.IsAbout(again))
            {
                Split(push, next.Part, again, open);
            }
        return good;
    }

    private static void Split(
        Push push, List<Group> part, PostgresException refused,
        Stack<(List<Group> Part, PostgresException? Refused)> open)
    {
        var half = part.Count / 2;
        if (half > 0)
        {
            open.Push((part[half..], null));
            open.Push((part[..half], null));
            return;
        }
        var refusal = RefusedValues.Of(refused);
        foreach (var (read, place) in part[0])
            push.Results[place] ??= new OperationResult(read.Id, OperationStatus.Rejected) { Refusal = refusal };
    }

    private async Task<IReadOnlyList<OperationResult>?> TryAsync(
        Push push, List<Group> groups, bool commit, CancellationToken cancel)
    {
        List<ReadOperation> operations = [.. groups.SelectMany(group => group).Select(one => one.Read)];
        for (var tries = 0; tries < MostTries; tries++)
        {
            await using var unit = await SyncUnit.BeginAsync(
                source, push.Caller.OrganizationId, IsolationLevel.ReadCommitted, cancel);
            try
            {
                var results = await engine.PushAsync(unit.Connection, push.Caller, operations, push.SentAt, cancel);
                if (commit) await unit.CommitAsync(cancel);
                return results;
            }
            catch (PushCollisionException)
            {
                // The next try finds the other's row.
            }
            catch (PostgresException collided) when (RefusedValues.IsCollision(collided))
            {
                // The same operation through another connection, or a deadlock that we were chosen to end.
            }
        }
        return null;
    }

    /// <summary>Operations that stand or fall together, each with its place in the request.</summary>
    private sealed class Group(IEnumerable<(ReadOperation Read, int Place)> parts)
        : List<(ReadOperation Read, int Place)>(parts);

    private sealed record Push(SyncCaller Caller, long SentAt, OperationResult?[] Results);
}
