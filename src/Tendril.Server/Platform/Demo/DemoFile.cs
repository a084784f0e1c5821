using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tendril.Server.Platform.Demo;

/// <summary>What a visitor of the demo needs to get in, as <c>demo.json</c> in the data folder (mode 600).</summary>
public sealed record DemoFile(
    string Url, string Email, string Password, string ApiToken, IReadOnlyList<DemoFile.DemoSite> Sites,
    DemoFile.DemoMetrc Metrc, IReadOnlyList<DemoFile.DemoUser> Users)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// False while the demo is being filled; a start that finds it so goes on where the last one ended.
    /// </summary>
    public bool Filled { get; init; }

    public sealed record DemoSite(Guid Id, string Name, string Licence);

    public sealed record DemoMetrc(string Url, string VendorKey, string UserKey, IReadOnlyList<string> Licenses);

    public sealed record DemoUser(string Email, string Password, string Role);

    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, "demo.json");

    public static async Task<DemoFile?> LoadAsync(string dataFolder, CancellationToken cancel)
    {
        var path = PathIn(dataFolder);
        if (!File.Exists(path)) return null;
        await using var file = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync<DemoFile>(file, Json, cancel);
    }

    /// <summary>Replaces the file in one step; nobody but its owner may read it at any moment.</summary>
    public async Task SaveAsync(string dataFolder, CancellationToken cancel)
    {
        var draft = PathIn(dataFolder) + ".new";
        File.Delete(draft);
        await using (var file = new FileStream(draft, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            await JsonSerializer.SerializeAsync(file, this, Json, cancel);
        }
        File.Move(draft, PathIn(dataFolder), overwrite: true);
    }
}
