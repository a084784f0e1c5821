using Npgsql;
using Quartz;

namespace Tendril.Server.Jobs;

/// <summary>Work in the background, shared by all servers of one database.</summary>
public static class JobsModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(provider => JobOptions.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<SiteLeases>();
        services.AddTransient<PurgeTelemetryJob>();
        services.AddQuartz(quartz => quartz
            .ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = "tendril";
                scheduler.InstanceId = "AUTO";
            })
            .UseDefaultThreadPool(8)
            .UsePersistentStore(store =>
            {
                store.UsePostgres(source => source.DataSourceFactory =
                    provider => provider.GetRequiredKeyedService<NpgsqlDataSource>("system"));
                store.ConfigureStore(options =>
                {
                    options.TablePrefix = "quartz.qrtz_";
                    options.UseBackgroundThreads = true;
                });
                store.UseClustering(cluster => cluster.CheckinInterval = TimeSpan.FromSeconds(10));
                store.ProvisionSchema();
            }));
        services.AddSingleton<PullPlanner>();
        services.AddHostedService(provider => provider.GetRequiredService<PullPlanner>());
    }
}
