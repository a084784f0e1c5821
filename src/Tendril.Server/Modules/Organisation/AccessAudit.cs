using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Server.Platform.Access;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>What happened to a person's account, a membership or an API token.</summary>
/// <param name="Changes">Field → [old, new]; never a secret.</param>
public sealed record AccessChange(
    string Action, string EntityType, Guid EntityId, IReadOnlyDictionary<string, object?[]> Changes);

/// <summary>
/// Writes the audit lines of rows outside tenants, in the same transaction as the change itself, and serialises changes
/// to one organisation's members so that rules about all of them (the last administrator) hold.
/// </summary>
public sealed class AccessAudit(AccessDb access, Caller caller, IdSource ids, TimeProvider time)
{
    /// <summary>
    /// Waits until nobody else changes members of the caller's organisation; ends with the transaction.
    /// </summary>
    public Task LockAsync(CancellationToken cancel) => access.Database.ExecuteSqlAsync(
        $"SELECT 1 FROM access.organizations WHERE id = {caller.OrganizationId} FOR UPDATE", cancel);

    public Task NoteAsync(AccessChange change, CancellationToken cancel)
    {
        if (change.Changes.Count == 0) return Task.CompletedTask;
        var changes = JsonSerializer.Serialize(change.Changes, JsonSerializerOptions.Web);
        return access.Database.ExecuteSqlAsync(
            $"""
            SELECT tendril.note_audit(
              {caller.OrganizationId}, {ids.Next()}, {time.GetUtcNow()}, {caller.UserId}, {caller.Name},
              {change.Action},
              {change.EntityType}, {change.EntityId.ToString()}, {changes}::jsonb)
            """,
            cancel);
    }
}
