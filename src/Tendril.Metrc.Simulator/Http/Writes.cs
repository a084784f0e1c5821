using System.Text.Json;

namespace Tendril.Metrc.Simulator.Http;

/// <summary>
/// What became of one posted object: its id, or the words of the refusal (with a status of its own at times).
/// </summary>
internal readonly record struct RowResult(long Id, string? Message, int Status = 400)
{
    public static implicit operator RowResult(long id) => new(id, null);

    public static implicit operator RowResult(string message) => new(0, message);
}

/// <summary>A posted array is one transaction: one bad row and nothing of it happens.</summary>
internal static class Writes
{
    /// <summary>POST: ids in request order.</summary>
    internal static Reply Create(Call call, Func<Call, BodyRow, RowResult> apply) => Each(call, apply, withIds: true);

    /// <summary>PUT: 200 with an empty body.</summary>
    internal static Reply Update(Call call, Func<Call, BodyRow, RowResult> apply) => Each(call, apply, withIds: false);

    private static Reply Each(Call call, Func<Call, BodyRow, RowResult> apply, bool withIds)
    {
        if (call.Body is null || call.Body.RootElement.ValueKind != JsonValueKind.Array)
            return Reply.Message(400, "The request is invalid: a JSON array of objects was expected.");
        var posted = call.Body.RootElement;
        if (posted.GetArrayLength() == 0) return Reply.Message(400, "No data was submitted.");
        if (posted.GetArrayLength() > call.Options.MaxObjects)
            return Reply.Message(413, "The content being submitted is too large");

        var (ids, errors, at, status) = (new List<long>(), new List<(int, string)>(), 0, 400);
        foreach (var element in posted.EnumerateArray())
        {
            var result = Apply(call, element, apply);
            if (result.Message is { } message) errors.Add((at, message));
            if (result.Message is not null && result.Status != 400) status = result.Status;
            ids.Add(result.Id);
            at++;
        }
        if (status == 401) return Authentication.Refused(call.Options);
        if (errors.Count > 0) return Reply.RowErrors(errors) with { Status = status };
        return withIds ? Reply.Created(ids) : Reply.Empty() with { RowsAccepted = ids.Count };
    }

    private static RowResult Apply(Call call, JsonElement element, Func<Call, BodyRow, RowResult> apply)
    {
        if (element.ValueKind != JsonValueKind.Object) return "An object was expected.";
        var row = new BodyRow(element, call.Route.Reads);
        var result = apply(call, row);
        return row.Misread is { } name ? $"{name} is not valid." : result;
    }
}
