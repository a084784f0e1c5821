using System.CommandLine;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.OpenApi;
using Tendril.Server.Storage;

namespace Tendril.Server.Platform.CommandLine;

/// <summary>
/// <c>tendril openapi FILE</c>: the API's description, without a database and without starting anything.
/// </summary>
internal static class OpenApiVerb
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The file to write" };
        var verb = new Command("openapi", "Write the API's OpenAPI document") { file };
        verb.SetAction(async (parsed, cancel) =>
        {
            await using var target = parsed.GetRequiredValue(file).Create();
            await WriteAsync(target, cancel);
            return 0;
        });
        return verb;
    }

    /// <summary>The same bytes for the same build.</summary>
    public static async Task WriteAsync(Stream target, CancellationToken cancel)
    {
        // No connection is opened with these: nothing runs but the list of routes.
        var nowhere = new DatabaseConnections("Host=nowhere", "Host=nowhere", "Host=nowhere");
        var options = new ServerOptions(nowhere, MasterKey.Parse(MasterKey.Create())) { Walls = RemoveWhatRuns };
        await using var app = TendrilHost.Build(options);
        // Routes become known when the pipeline is built, which is when the host starts.
        await app.StartAsync(cancel);
        var document = await app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1")
            .GetOpenApiDocumentAsync(cancel);
        await document.SerializeAsJsonAsync(target, OpenApiSpecVersion.OpenApi3_1, cancel);
        await target.WriteAsync("\n"u8.ToArray(), cancel);
        await app.StopAsync(cancel);
    }

    private static void RemoveWhatRuns(IServiceCollection services)
    {
        services.RemoveAll<IHostedService>();
        services.RemoveAll<IServer>();
        services.AddSingleton<IServer, DeafServer>();
    }

    /// <summary>A server that opens no port and hears nothing.</summary>
    private sealed class DeafServer : IServer
    {
        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
        }
    }
}
