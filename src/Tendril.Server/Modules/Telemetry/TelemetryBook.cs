using System.Data;
using Npgsql;
using Tendril.Domain;
using Tendril.Server.Platform.Access;
using Tendril.Server.Storage;
using Tendril.Server.Sync;

namespace Tendril.Server.Modules.Telemetry;

/// <summary>What a person decided about one purpose; never asked means no.</summary>
/// <param name="DecidedAt">Absent when the person was never asked.</param>
public sealed record ConsentView(string Purpose, bool Granted, DateTimeOffset? DecidedAt);

/// <summary>Keeps consents and events. An event is stored only while its person's consent to its purpose stands.
/// </summary>
internal sealed class TelemetryBook(
    [FromKeyedServices("app")] NpgsqlDataSource source, DailyPseudonym names, IdSource ids, TimeProvider time)
{
    /// <summary>Of the text in the settings. A new text counts from zero: nobody has agreed to it.</summary>
    public const int Version = 1;

    public const int KeptDays = 90;

    private const string Newest = """
        SELECT DISTINCT ON (purpose) purpose, granted AND version = $2, decided_at FROM telemetry_consents
        WHERE user_id = $1 ORDER BY purpose, decided_at DESC, id DESC
        """;

    public async Task<IReadOnlyList<ConsentView>> ConsentsAsync(Caller caller, CancellationToken cancel)
    {
        await using var unit = await BeginAsync(caller.OrganizationId, cancel);
        return await ConsentsAsync(unit, caller, cancel);
    }

    /// <summary>Writes down what the person decided; a no deletes what was counted for the purpose.</summary>
    public async Task<IReadOnlyList<ConsentView>> DecideAsync(
        Caller caller, string purpose, bool granted, CancellationToken cancel)
    {
        await using var unit = await BeginAsync(caller.OrganizationId, cancel);
        await LockAsync(unit, caller, cancel);
        var now = time.GetUtcNow();
        await unit.Connection.Sql("""
            INSERT INTO telemetry_consents (organization_id, id, user_id, purpose, version, granted, decided_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """, caller.OrganizationId, ids.Next(), caller.UserId, purpose, Version, granted, now).RunAsync(cancel);
        if (!granted)
            await unit.Connection.Sql("DELETE FROM telemetry_events WHERE purpose = $1 AND pseudonym = ANY($2)",
                purpose, names.Since(caller.OrganizationId, caller.UserId, Day(now), KeptDays + 1)).RunAsync(cancel);
        var consents = await ConsentsAsync(unit, caller, cancel);
        await unit.CommitAsync(cancel);
        return consents;
    }

    /// <summary>Stores all of them, or none where one's purpose has no consent.</summary>
    public async Task<Problem?> StoreAsync(
        Caller caller, IReadOnlyList<TelemetryEvent> events, CancellationToken cancel)
    {
        await using var unit = await BeginAsync(caller.OrganizationId, cancel);
        // An event that is on its way while the person takes the consent back comes before it, or not at all.
        await LockAsync(unit, caller, cancel);
        var granted = (await ConsentsAsync(unit, caller, cancel)).Where(one => one.Granted)
            .Select(one => one.Purpose).ToHashSet(StringComparer.Ordinal);
        if (events.FirstOrDefault(one => !granted.Contains(one.Purpose)) is { } without)
            return TelemetryProblems.NoConsent.Refuse($"There is no consent to {without.Purpose}", "purpose",
                kind: ProblemKind.Denied);
        var now = time.GetUtcNow();
        var name = names.Of(caller.OrganizationId, caller.UserId, Day(now));
        await using var command = unit.Connection.Sql("""
            INSERT INTO telemetry_events (organization_id, id, purpose, name, pseudonym, received_at, body)
            SELECT $1, id, purpose, name, $2, $3, body::jsonb - 'name'
            FROM unnest($4, $5, $6, $7) AS one (id, purpose, name, body)
            """, caller.OrganizationId, name, now, events.Select(_ => ids.Next()).ToArray(),
            events.Select(one => one.Purpose).ToArray(), events.Select(one => one.Name).ToArray(),
            events.Select(one => one.Body).ToArray());
        await command.ExecuteNonQueryAsync(cancel);
        await unit.CommitAsync(cancel);
        return null;
    }

    /// <summary>Deletes what is older than is told to people, and writes the run down.</summary>
    public async Task<int> PurgeAsync(Guid organizationId, CancellationToken cancel)
    {
        await using var unit = await BeginAsync(organizationId, cancel);
        var now = time.GetUtcNow();
        var deleted = await unit.Connection.Sql("DELETE FROM telemetry_events WHERE received_at < $1",
            now.AddDays(-KeptDays)).RunAsync(cancel);
        await unit.Connection.Sql(
            "INSERT INTO telemetry_purges (organization_id, id, ran_at, deleted) VALUES ($1, $2, $3, $4)",
            organizationId, ids.Next(), now, deleted).RunAsync(cancel);
        await unit.CommitAsync(cancel);
        return deleted;
    }

    public Task<SyncUnit> BeginAsync(Guid organizationId, CancellationToken cancel) =>
        SyncUnit.BeginAsync(source, organizationId, IsolationLevel.ReadCommitted, cancel);

    private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    private static Task<int> LockAsync(SyncUnit unit, Caller caller, CancellationToken cancel) =>
        unit.Connection.Sql("SELECT pg_advisory_xact_lock(hashtextextended($1, 30))",
            $"{caller.OrganizationId} {caller.UserId}").RunAsync(cancel);

    private static async Task<IReadOnlyList<ConsentView>> ConsentsAsync(
        SyncUnit unit, Caller caller, CancellationToken cancel)
    {
        var found = await unit.Connection.Sql(Newest, caller.UserId, Version)
            .ReadAsync(row => new ConsentView(
                row.GetString(0), row.GetBoolean(1), row.GetFieldValue<DateTimeOffset>(2)), cancel);
        return [.. TelemetryEvent.Purposes.Select(purpose =>
            found.FirstOrDefault(one => one.Purpose == purpose) ?? new(purpose, false, null))];
    }
}
