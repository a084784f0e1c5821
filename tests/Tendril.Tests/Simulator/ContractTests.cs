using System.Net;
using System.Text.Json.Nodes;
using Tendril.Metrc.Simulator;
using Tendril.Metrc.Simulator.Http;
using Tendril.Metrc.Simulator.Seeding;
using Tendril.Metrc.Simulator.State;
using Tendril.Tests.Metrc;

namespace Tendril.Tests.Simulator;

/// <summary>Holds every path, permission and property name of the simulator to Metrc's documented list.</summary>
public sealed class ContractTests
{
    /// <summary>Known from a sandbox bulletin, not in the published list.</summary>
    private const string SandboxTags = "/sandbox/v2/facility/tags";

    private static IEnumerable<Route> Documented => RouteTable.All.Where(r => r.Path != SandboxTags);

    [Fact]
    public void Every_route_is_documented_with_the_permissions_it_asks_for()
    {
        Assert.SkipUnless(MetrcFacts.Present, MetrcFacts.Missing);
        var endpoints = MetrcFacts.Endpoints();
        foreach (var route in Documented)
        {
            endpoints.TryGetValue((route.Method, route.Path), out var endpoint)
                .ShouldBeTrue($"{route.Method} {route.Path} is not documented");
            route.Needs.ShouldBe(endpoint!["permissions"]!.AsArray().Select(p => (string)p!), $"{route.Path}");
            var takesLicence = endpoint["params"]!.AsArray().Any(p => (string)p!["name"]! == "licenseNumber");
            (route.Licence != LicenceNeed.None).ShouldBe(takesLicence, $"{route.Path}: licenseNumber");
        }
    }

    [Fact]
    public void Every_property_a_route_reads_is_documented_for_its_request()
    {
        Assert.SkipUnless(MetrcFacts.Present, MetrcFacts.Missing);
        var endpoints = MetrcFacts.Endpoints();
        foreach (var route in Documented.Where(r => r.Reads.Count > 0))
        {
            var fields = endpoints[(route.Method, route.Path)]["request"]!["fields"]!.AsObject();
            foreach (var name in route.Reads)
                fields.ContainsKey(name)
                    .ShouldBeTrue($"{route.Method} {route.Path} reads {name}, which is not documented");
        }
    }

    [Fact]
    public async Task Every_GET_writes_exactly_the_documented_properties()
    {
        Assert.SkipUnless(MetrcFacts.Present, MetrcFacts.Missing);
        await using var stage = await Stage.SetAsync();
        var ids = await FillAsync(stage);
        var endpoints = MetrcFacts.Endpoints();
        var envelope = new[] { "Data", "Total", "TotalRecords", "PageSize", "RecordsOnPage", "Page", "CurrentPage",
            "TotalPages" };
        foreach (var route in Documented.Where(r => r.Method == "GET"))
        {
            var body = await stage.ReadAsync(PathOf(route, ids));
            var shape = endpoints[(route.Method, route.Path)]["response"]!;
            var kind = route.Path.StartsWith("/unitsofmeasure", StringComparison.Ordinal) ? "paged"
                : (string)shape["kind"]!;
            if (kind == "paged") body.AsObject().Select(p => p.Key).ShouldBe(envelope, route.Path);
            if ((shape["data"] ?? shape)["fields"] is not JsonObject fields) continue;
            var row = kind switch
            {
                "paged" => body["Data"]![0],
                "array" => body.AsArray().FirstOrDefault(),
                _ =>
                body
            };
            if (route.Path == "/tags/v2/staged") body.AsArray().ShouldBeEmpty();
            else Compare(row!.AsObject(), fields, route.Path);
        }
    }

    [Fact]
    public async Task Writes_answer_ids_or_nothing_as_documented()
    {
        Assert.SkipUnless(MetrcFacts.Present, MetrcFacts.Missing);
        await using var stage = await Stage.SetAsync();
        var endpoints = MetrcFacts.Endpoints();
        using var created = await stage.PostAsync("/strains/v2", """[{"Name":"A"},{"Name":"B"}]""");
        var ids = JsonNode.Parse(await Stage.TextAsync(created))!.AsObject();
        ids.Select(p => p.Key)
            .ShouldBe(endpoints[("POST", "/strains/v2")]["response"]!["fields"]!.AsObject().Select(p => p.Key));
        using var changed = await stage.SendAsync(HttpMethod.Put, "/strains/v2",
            $$"""[{"Id":{{ids["Ids"]![0]}},"Name":"C"}]""");
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Stage.TextAsync(changed)).ShouldBeEmpty();
        foreach (var route in Documented.Where(r => r.Method != "GET"))
            ((string)endpoints[(route.Method, route.Path)]["response"]!["kind"]!)
                .ShouldBe(route.Method == "POST" ? "write" : "empty", $"{route.Method} {route.Path}");
    }

    private static void Compare(JsonObject written, JsonObject documented, string where)
    {
        written.Select(p => p.Key).Except(documented.Select(p => p.Key))
            .ShouldBeEmpty($"{where} writes what is not documented");
        documented.Select(p => p.Key).Except(written.Select(p => p.Key))
            .ShouldBeEmpty($"{where} leaves out what is documented");
        foreach (var (name, value) in written)
            if (value is JsonObject inner) Compare(inner, documented[name]!["fields"]!.AsObject(), $"{where} {name}");
    }

    private static string PathOf(Route route, Dictionary<string, string> ids)
    {
        var root = route.Path.Split('/')[1];
        var path = route.Path.Replace("{id}", ids[root], StringComparison.Ordinal)
            .Replace("{label}", ids["label"], StringComparison.Ordinal);
        return route.Path.EndsWith("/permissions", StringComparison.Ordinal)
            ? path + "?employeeLicenseNumber=EMP-0001" : path;
    }

    /// <summary>At least one row in every list, and one id per kind.</summary>
    private static async Task<Dictionary<string, string>> FillAsync(Stage stage)
    {
        var state = stage.State;
        var package = Add();
        state.HoldPackage(Add().Label);
        state.FinishPackage(Add().Label);
        state.ShipPackage(Add().Label);
        state.ReceivePackage(state.ShipPackage(Add().Label).Label, Stage.Other);
        state.AddTags(Stage.Grower, TagKind.Plant, 1);
        state.AddTags(Stage.Grower, TagKind.Package, 1);
        using var branded = await stage.PostAsync("/items/v2",
            """[{"Name":"Branded","ItemCategory":"Topical","UnitOfMeasure":"Each","ItemBrand":"Our Brand"}]""");
        branded.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var planted = await stage.PostAsync("/plantbatches/v2/plantings", $"[{Stage.Batch("Contract")}]");
        var batch = JsonNode.Parse(await Stage.TextAsync(planted))!["Ids"]![0]!.ToString();
        (await stage.PostAsync("/plantbatches/v2/plantings", $"[{Stage.Batch("Ended")}]")).EnsureSuccessStatusCode();
        state.EndPlantBatch(Stage.Grower, "Ended");
        var ids = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["packages"] = package.Id.ToString(),
            ["label"] = package.Label,
            ["plantbatches"] = batch,
            ["strains"] = state.AddStrain(Stage.Grower, "Kept").Id.ToString(),
            ["locations"] = state.AddLocation(Stage.Grower, "Kept", "Packing").Id.ToString(),
            ["items"] = state.AddItem(Stage.Grower, "Kept", "Topical", "Each").Id.ToString(),
        };
        foreach (var kind in new[] { "strains", "locations", "items" })
            (await stage.SendAsync(HttpMethod.Delete, $"/{kind}/v2/{ids[kind]}", "")).EnsureSuccessStatusCode();
        foreach (var root in RouteTable.All.Select(r => r.Path.Split('/')[1])) ids.TryAdd(root, "");
        return ids;

        Package Add() => state.AddPackage(Stage.Grower,
            new NewPackage { Item = "Blue Dream Flower", Quantity = 5.250m });
    }
}
