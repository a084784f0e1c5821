using Tendril.Metrc;
using Tendril.Server.Jobs;
using Tendril.Server.Modules.Compliance.Pull;

namespace Tendril.Server.Modules.Compliance;

/// <summary>Telling the state, hearing from the state.</summary>
public static class ComplianceModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(provider => MetrcOptions.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<MetrcAddress>();
        services.AddKeyedSingleton<HttpMessageHandler>(MetrcConnections.Handler, (_, _) => MetrcClient.NewHandler());
        services.AddSingleton<DatabaseMetrcLimiter>();
        services.AddSingleton<MetrcLimiter>(provider => provider.GetRequiredService<DatabaseMetrcLimiter>());
        services.AddSingleton<MetrcBreakers>();
        services.AddSingleton<MetrcConnections>();
        services.AddSingleton<SaveCredential>();
        PullModule.Add(services);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        SaveCredential.Map(app);
        GetCredentials.Map(app);
        PullModule.Map(app);
    }
}
