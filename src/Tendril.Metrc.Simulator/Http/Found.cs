using Tendril.Metrc.Simulator.State;

namespace Tendril.Metrc.Simulator.Http;

/// <summary>
/// GETs of one object: bare, 404 when unknown, 401 when it is in another facility than the one asked for.
/// </summary>
internal static class Found
{
    internal static Reply ById<T>(Call call, Table<T> table, RowWriter<T> write) where T : Row =>
        One(call, table.SeenAt(call.PathId ?? 0, call.SeenAt), write);

    internal static Reply ByLabel<T>(Call call, Table<T> table, RowWriter<T> write) where T : Row =>
        One(call, table.Find(0, call.PathValue) is { } row ? table.SeenAt(row.Id, call.SeenAt) : null, write);

    private static Reply One<T>(Call call, Version<T>? version, RowWriter<T> write) where T : Row
    {
        if (version is null) return Reply.Message(404, "The requested resource was not found.");
        var home = call.State.FacilityOf(version.Row.FacilityId);
        if (call.Facility is null ? !call.User.Opens(home) : call.Facility.Id != home.Id)
            return Authentication.Refused(call.Options);
        return Reply.Json(Paging.Rendered(call, version, write));
    }

    /// <summary>The object a DELETE names, when it is at this facility and still there.</summary>
    internal static T? Here<T>(Call call, Table<T> table, long? id) where T : Row =>
        id is { } given && table.Find(given) is { } row && row.FacilityId == call.Here.Id ? row : null;
}
