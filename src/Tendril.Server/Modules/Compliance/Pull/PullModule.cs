namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>Everything that hears from the state.</summary>
public static class PullModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<SyncLogWriter>();
        services.AddSingleton<ChunkWriter>();
        services.AddSingleton<TypePull>();
        services.AddSingleton<ScheduleBook>();
        services.AddScoped<MetrcLinks>();
        services.AddSingleton<SitePull>();
        services.AddSingleton<PullRuns>();
        services.AddSingleton<DuePull>();
        services.AddHostedService(provider => provider.GetRequiredService<PullRuns>());
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        StartSync.Map(app);
        GetSyncLogs.Map(app);
        ChangeSchedule.Map(app);
        GetOverview.Map(app);
        GetMirror.Map(app);
        LinkObject.Map(app);
        StrainLinks.Map(app);
    }
}
