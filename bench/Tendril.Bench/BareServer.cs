using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tendril.Bench;

/// <summary>A web server that does nothing but be there; the start of ours is held against its.</summary>
internal static class BareServer
{
    public const string Verb = "bare-server";

    public const string Ready = "ready";

    public static async Task<int> RunAsync(CancellationToken stop)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapGet("/", () => "Hello");
        await app.StartAsync(stop);
        Console.WriteLine(Ready);
        await app.WaitForShutdownAsync(stop);
        return 0;
    }
}
