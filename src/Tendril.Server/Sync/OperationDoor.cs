using System.Text.Json;
using Tendril.Sync;
using Tendril.Sync.Postgres;
using Tendril.Sync.Protocol;

namespace Tendril.Server.Sync;

/// <summary>
/// Reads single operations at the door: one that cannot be read, or may not be taken now, is refused alone and stays in
/// its group, so that the rest of that is not applied without it.
/// </summary>
internal sealed class OperationDoor(SyncSettings settings)
{
    private readonly OperationReader _reader = new(SyncedTables.All);

    /// <summary>One operation of this caller; its id is empty when it has none that could be answered.</summary>
    public ReadOperation Read(JsonElement json, SyncCaller caller)
    {
        var refusal = _reader.TryRead(json, out var operation);
        if (operation is null) return new ReadOperation(IdIn(json, "id") ?? Guid.Empty, null, refusal)
        {
            Group = IdIn(json, "group"),
        };
        var read = new ReadOperation(operation.Id, operation, null);
        if (operation.Actor is { } actor && actor != caller.UserId)
            return read.Refused(SyncCodes.NotAllowed.Refuse("This person is not enrolled on the device", "actor"));
        var table = operation.Edit?.Table.Name ?? SyncedSteps.All.Find(operation.Intent!.Name)?.Table;
        return table is not null && settings.TablesOff.Contains(table)
            ? read.Refused(SyncCodes.TableOff.Refuse($"{table} does not sync at the moment", "table"))
            : read;
    }

    /// <summary>An id in the operation, as far as there is one.</summary>
    public static Guid? IdIn(JsonElement json, string part) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(part, out var id)
        && id.ValueKind == JsonValueKind.String && Guid.TryParseExact(id.GetString(), "D", out var read) ? read : null;
}
