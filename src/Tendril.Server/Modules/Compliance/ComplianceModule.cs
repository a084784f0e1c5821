using Tendril.Metrc;

namespace Tendril.Server.Modules.Compliance;

/// <summary>Telling the state, hearing from the state.</summary>
public static class ComplianceModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(provider => MetrcOptions.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<MetrcAddress>();
        services.AddKeyedSingleton<HttpMessageHandler>(MetrcConnections.Handler, (_, _) => MetrcClient.NewHandler());
        services.AddSingleton<MetrcLimiter>(provider => new LocalMetrcLimiter(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<MetrcConnections>();
    }

    public static void Map(IEndpointRouteBuilder app)
    {
    }
}
