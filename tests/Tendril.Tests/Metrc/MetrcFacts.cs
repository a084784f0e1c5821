using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Tendril.Tests.Metrc;

/// <summary>The documented shapes that lie beside the repository, for the tests that hold us to them.</summary>
internal static class MetrcFacts
{
    public const string Missing = "The folder ../shared/metrc with Metrc's documented shapes is not there.";

    private static readonly string Folder = Find();

    public static bool Present => Directory.Exists(Folder);

    public static IReadOnlyDictionary<(string Method, string Path), JsonObject> Endpoints() =>
        Whole()["endpoints"]!.AsArray()
            .Select(node => node!.AsObject())
            .ToDictionary(node => ((string)node["method"]!, (string)node["path"]!));

    public static JsonNode Whole() => Parse(Path.Combine(Folder, "endpoints.json"));

    public static IReadOnlyDictionary<(string Method, string Path), List<JsonNode>> Examples() =>
        Directory.EnumerateFiles(Path.Combine(Folder, "doc-examples"), "*.json", SearchOption.AllDirectories)
            .Select(Parse)
            .GroupBy(node => ((string)node["method"]!, (string)node["path"]!))
            .ToDictionary(group => group.Key, group => group.ToList());

    private static JsonNode Parse(string file) => JsonNode.Parse(File.ReadAllText(file))!;

    private static string Find([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "..", "shared", "metrc"));
}
