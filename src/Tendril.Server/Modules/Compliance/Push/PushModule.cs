namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>Telling the state: registration.</summary>
public static class PushModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(provider => ReporterOptions.Read(
            provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<MetrcOptions>()));
        services.AddSingleton<ReporterBell>();
        services.AddSingleton<ReportLedger>();
        services.AddSingleton<ReportLines>();
        services.AddSingleton<ReportSettlement>();
        services.AddSingleton<ReportWaits>();
        services.AddSingleton<DecisionLook>();
        services.AddSingleton<ReportDecisions>();
        services.AddSingleton<OperationRunner>();
        services.AddSingleton<OperationWatch>();
        services.AddSingleton<PushBatchHandler>();
        services.AddHostedService<Reporter>();
    }
}
