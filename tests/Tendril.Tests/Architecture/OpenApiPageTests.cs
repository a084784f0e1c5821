using Tendril.Server.Platform.CommandLine;

namespace Tendril.Tests.Architecture;

/// <summary>docs/openapi.json is what the server answers; the web app's types are generated from it and checked
/// there.</summary>
public sealed class OpenApiPageTests
{
    [Fact]
    public async Task The_described_api_is_the_api()
    {
        var page = Path.Combine(Repository.Root, "docs", "openapi.json");
        using var written = new MemoryStream();
        await OpenApiVerb.WriteAsync(written, TestContext.Current.CancellationToken);
        var text = System.Text.Encoding.UTF8.GetString(written.ToArray());
        if (Environment.GetEnvironmentVariable("TENDRIL_WRITE_OPENAPI") == "1")
            await File.WriteAllTextAsync(page, text, TestContext.Current.CancellationToken);
        (await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken) == text).ShouldBeTrue(
            "the API changed: run TENDRIL_WRITE_OPENAPI=1 ./test, then \"npm run generate:api\" in web/, commit both");
    }
}
