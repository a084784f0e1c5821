using System.Text.Json;
using Tendril.Metrc.Simulator.Http;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Metrc.Simulator.Endpoints;

/// <summary>Tag lists (marked premium: they may be switched off) and the sandbox's way of getting tags.</summary>
internal static class TagRoutes
{
    internal static readonly IReadOnlyList<Route> All =
    [
        Guarded("/tags/v2/plant/available", call => Available(call, TagKind.Plant)),
        Guarded("/tags/v2/package/available", call => Available(call, TagKind.Package)),
        Guarded("/tags/v2/staged", Staged) with { Needs = [Permissions.ManageTags, Permissions.PackageStaging] },
        new("POST", "/sandbox/v2/facility/tags", HandOut),
    ];

    private static Route Guarded(string path, Func<Call, Reply> handle) =>
        new("GET", path, handle) { Needs = [Permissions.ManageTags] };

    private static Reply Available(Call call, TagKind kind)
    {
        if (!call.Options.TagListsAvailable) return Authentication.Refused(call.Options);
        var list = call.State.Tags.List(call.Here.Id, kind.ToString(), t => t.Kind == kind && !t.IsUsed, call.SeenAt);
        var rows = new List<Tag>();
        foreach (var version in list) rows.Add(version.Row);
        return Reply.Json(w =>
        {
            w.WriteStartArray();
            foreach (var tag in rows.OrderBy(t => t.Label, StringComparer.Ordinal)) WriteAvailable(w, tag);
            w.WriteEndArray();
        });
    }

    /// <summary>Nothing here stages tags, so the list is an honest empty one.</summary>
    private static Reply Staged(Call call) => call.Options.TagListsAvailable
        ? Reply.Json(static w =>
        {
            w.WriteStartArray();
            w.WriteEndArray();
        })
        : Authentication.Refused(call.Options);

    private static void WriteAvailable(Utf8JsonWriter w, Tag tag)
    {
        w.WriteStartObject();
        w.WriteNumber("Id", tag.Id);
        w.Nulls("GroupTagTypeName", "TagTypeName", "GroupTagTypeId", "TagTypeId");
        w.WriteString("TagInventoryTypeName", InventoryName(tag.Kind));
        w.WriteNumber("MaxGroupSize", 0);
        w.WriteNumber("FacilityId", tag.FacilityId);
        w.WriteString("Label", tag.Label);
        w.WriteEndObject();
    }

    private static string InventoryName(TagKind kind) => kind == TagKind.Plant ? "CannabisPlant" : "CannabisPackage";

    /// <summary>
    /// POST {TagType, Count up to 1000}: not in the published list, known from the 2026 sandbox bulletin.
    /// </summary>
    private static Reply HandOut(Call call)
    {
        if (call.Body?.RootElement is not { ValueKind: JsonValueKind.Object } posted)
            return Reply.Message(400, "The request is invalid: an object with TagType and Count was expected.");
        var row = new BodyRow(posted, ["TagType", "Count"]);
        var (typeName, count) = (row.Text("TagType") ?? "", row.Whole("Count"));
        if (count is not (> 0 and <= 1000)) return Reply.Message(400, "Count must be between 1 and 1000.");
        var kind = typeName.Contains("Plant", StringComparison.OrdinalIgnoreCase) ? TagKind.Plant
            : typeName.Contains("Package", StringComparison.OrdinalIgnoreCase) ? TagKind.Package : (TagKind?)null;
        if (kind is null) return Reply.Message(400, "TagType must be CannabisPlant or CannabisPackage.");
        var tags = call.State.MakeTags(call.Here, kind.Value, (int)count);
        return Reply.Json(w =>
        {
            w.WriteStartObject();
            w.WriteString("TagType", InventoryName(kind.Value));
            w.WriteNumber("Count", tags.Count);
            w.WriteStartArray("Labels");
            foreach (var tag in tags) w.WriteStringValue(tag.Label);
            w.WriteEndArray();
            w.WriteEndObject();
        });
    }
}
