using System.Text.Json;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>
/// A line for what is no plain change of an audited row, such as a person's decision with its reason.
/// </summary>
/// <param name="Changes">Field → [old, new]; never a secret.</param>
public sealed record AuditLine(
    string Action, string EntityType, Guid EntityId, Guid? SiteId, IReadOnlyDictionary<string, object?[]> Changes)
{
    /// <summary>Stages the line in the transaction of what it tells about.</summary>
    public void Stage(TendrilDb db, Guid id, DateTimeOffset at) => db.AuditEntries.Add(new AuditEntry
    {
        Id = id,
        At = at,
        ActorId = db.Scope.UserId,
        Actor = db.Scope.Actor,
        Action = Action,
        EntityType = EntityType,
        EntityId = EntityId.ToString(),
        SiteId = SiteId,
        Changes = JsonSerializer.Serialize(Changes, JsonSerializerOptions.Web),
    });
}
