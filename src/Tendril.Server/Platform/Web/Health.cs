using Npgsql;
using Tendril.Server.Platform.Access;

namespace Tendril.Server.Platform.Web;

/// <summary>Is the process alive, and can it serve.</summary>
public static class Health
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz/live", () => TypedResults.Text("live")).NeedsNobody().ExcludeFromDescription();
        app.MapGet("/healthz/ready", ReadyAsync).NeedsNobody().ExcludeFromDescription();
    }

    private static async Task<IResult> ReadyAsync(
        [FromKeyedServices("app")] NpgsqlDataSource app, [FromKeyedServices("system")] NpgsqlDataSource system,
        ILogger<ServerOptions> log, CancellationToken cancel)
    {
        try
        {
            foreach (var source in new[] { app, system })
            {
                await using var command = source.CreateCommand("SELECT 1");
                await command.ExecuteScalarAsync(cancel);
            }
            return TypedResults.Text("ready");
        }
        catch (Exception down) when (down is NpgsqlException or TimeoutException)
        {
            log.LogWarning(down, "The database does not answer");
            return TypedResults.Text("The database does not answer.", statusCode: 503);
        }
    }
}
