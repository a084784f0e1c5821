using System.IO.Compression;
using System.Net;
using System.Text;
using Tendril.Server.Platform;
using Tendril.Tests.Support;

namespace Tendril.Tests.Platform.Web;

/// <summary>A browser that can unpack gets the web app as the build packed it; every other gets it plain.</summary>
public sealed class PackedAssetsTests(PackedAssetsTests.WebServer server) : IClassFixture<PackedAssetsTests.WebServer>
{
    private const string Script = "export const leaf = 'A leaf is a leaf is a leaf is a leaf is a leaf is a leaf.';";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public sealed class WebServer(DatabaseCluster cluster) : TestServer(cluster)
    {
        private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("tendril-web-");

        protected override ServerOptions Shape(ServerOptions options)
        {
            var assets = root.CreateSubdirectory("assets").FullName;
            File.WriteAllText(Path.Combine(root.FullName, "index.html"), "<!doctype html><title>Tendril</title>");
            File.WriteAllText(Path.Combine(root.FullName, "theme.js.br"), "not an asset");
            File.WriteAllText(Path.Combine(assets, "leaf.js"), Script);
            File.WriteAllText(Path.Combine(assets, "bare.css"), "a{}");
            using var file = File.Create(Path.Combine(assets, "leaf.js.br"));
            using var packer = new BrotliStream(file, CompressionLevel.SmallestSize);
            packer.Write(Encoding.UTF8.GetBytes(Script));
            return options with { WebRoot = root.FullName };
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            root.Delete(recursive: true);
            GC.SuppressFinalize(this);
        }
    }

    [Theory]
    [InlineData("br", "http")]
    [InlineData("gzip, deflate, br, zstd", "https")]
    public async Task Who_can_unpack_gets_the_packed_file_over_TLS_too(string accepted, string scheme)
    {
        using var answer = await GetAsync("/assets/leaf.js", accepted, scheme);
        answer.Content.Headers.ContentEncoding.ShouldBe(["br"]);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
        answer.Headers.Vary.ShouldContain("Accept-Encoding");
        answer.Headers.CacheControl!.ToString().ShouldContain("immutable");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        await using var unpacked = new BrotliStream(
            await answer.Content.ReadAsStreamAsync(Cancel), CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        (await reader.ReadToEndAsync(Cancel)).ShouldBe(Script);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("identity")]
    [InlineData("br;q=0")]
    public async Task Others_get_the_file_as_it_is(string? accepted)
    {
        using var answer = await GetAsync("/assets/leaf.js", accepted, "https");
        answer.Content.Headers.ContentEncoding.ShouldBeEmpty();
        answer.Headers.CacheControl!.ToString().ShouldContain("immutable");
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldBe(Script);
    }

    [Fact]
    public async Task An_asset_that_the_build_did_not_pack_is_served_all_the_same()
    {
        using var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All })
        {
            BaseAddress = server.Url,
        };
        (await client.GetStringAsync("/assets/bare.css", Cancel)).ShouldBe("a{}");
    }

    [Theory]
    [InlineData("/theme.js")]
    [InlineData("/assets/nothing.js")]
    [InlineData("/assets/../theme.js")]
    public async Task Nothing_but_a_packed_asset_is_found_so(string path)
    {
        using var answer = await GetAsync(path, "br", "http");
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? accepted, string scheme)
    {
        using var client = server.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accepted is not null) request.Headers.Add("Accept-Encoding", accepted);
        request.Headers.Add("X-Forwarded-Proto", scheme);
        return await client.SendAsync(request, Cancel);
    }
}
