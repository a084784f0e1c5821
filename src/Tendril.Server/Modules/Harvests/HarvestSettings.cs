using System.Data;
using Npgsql;
using Tendril.Domain;
using Tendril.Domain.Harvests;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;
using Tendril.Server.Sync;

namespace Tendril.Server.Modules.Harvests;

/// <summary>What an organisation decides about its harvests.</summary>
internal static class HarvestSettings
{
    private static readonly ProblemCode BadUndo = new(
        "harvest.undo_seconds", "The time in which a step can be undone is below 0 or above 600 seconds.",
        "Enter 0 to 600 seconds; 0 switches undoing off.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [BadUndo];

    /// <param name="KeptToOwner">Whether a harvest is seen by the one who made it alone; holds for new ones.</param>
    /// <param name="UndoSeconds">For how long a step can be undone; 0 for never.</param>
    public sealed record Settings(bool KeptToOwner, int UndoSeconds);

    private const string Read = "SELECT kept_to_owner, undo_seconds FROM harvest_settings WHERE id = $1";

    private const string Write = """
        INSERT INTO harvest_settings (organization_id, id, kept_to_owner, undo_seconds, created_at, updated_at,
          revision, created_revision)
        VALUES ($1, $2, $3, $4, $5, $5, NULL, NULL)
        ON CONFLICT (organization_id, id) DO UPDATE SET kept_to_owner = excluded.kept_to_owner,
          undo_seconds = excluded.undo_seconds, updated_at = excluded.updated_at
        """;

    public static void Map(RouteGroupBuilder harvests)
    {
        harvests.MapGet("/settings", ReadAsync).Needs("harvest:view")
            .WithSummary("What your organisation decided about harvests").Produces<Settings>();
        harvests.MapPut("/settings", WriteAsync).Needs("harvest:approve")
            .WithSummary("Decide who sees a harvest and how long a step can be undone").Produces<Settings>()
            .ProducesProblem(422);
    }

    private static async Task<IResult> ReadAsync(
        Caller caller, [FromKeyedServices("app")] NpgsqlDataSource source, CancellationToken cancel)
    {
        await using var unit = await SyncUnit.BeginAsync(
            source, caller.OrganizationId, IsolationLevel.ReadCommitted, cancel);
        var known = await unit.Connection.Sql(Read, HarvestScene.SettingsId)
            .ReadAsync(row => new Settings(row.GetBoolean(0), (int)row.GetInt64(1)), cancel);
        return TypedResults.Ok(known is [var decided] ? decided
            : new Settings(false, (int)HarvestStageRules.Current.Undo.TotalSeconds));
    }

    private static async Task<IResult> WriteAsync(
        Settings settings, Caller caller, [FromKeyedServices("app")] NpgsqlDataSource source, TimeProvider time,
        CancellationToken cancel)
    {
        if (settings.UndoSeconds is < 0 or > 600) return ProblemResults.From(BadUndo.Refuse(
            $"A step can be undone for 0 to 600 seconds, not {settings.UndoSeconds}", "undoSeconds"));
        await using var unit = await SyncUnit.BeginAsync(
            source, caller.OrganizationId, IsolationLevel.ReadCommitted, cancel);
        await unit.Connection.Sql(Write, caller.OrganizationId, HarvestScene.SettingsId, settings.KeptToOwner,
            (long)settings.UndoSeconds, time.GetUtcNow()).RunAsync(cancel);
        await unit.CommitAsync(cancel);
        return TypedResults.Ok(settings);
    }
}
