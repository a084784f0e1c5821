using Tendril.Domain;
using Tendril.Server.Modules.Inventory;
using Tendril.Server.Platform;
using Tendril.Server.Platform.Web;
using Tendril.Server.Sync.Attachments;
using Tendril.Sync.Postgres;

namespace Tendril.Server.Sync;

/// <summary>Devices that work without a connection, and what they send and get.</summary>
public static class SyncModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddRequestDecompression();
        services.AddSingleton(provider => SyncSettings.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton(provider => new PushEngine(
            SyncedTables.All, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IdSource>().Next, SyncedSteps.All, new StockHarvests()));
        services.AddSingleton(provider => new PullEngine(
            SyncedTables.All, provider.GetRequiredService<MasterKey>().Derive("sync cursors"),
            provider.GetRequiredService<SyncSettings>().TablesOff));
        services.AddSingleton<DeviceDoor>();
        services.AddSingleton<OperationDoor>();
        services.AddSingleton<PushDoor>();
        services.AddSingleton<QuarantineDoor>();
        services.AddSingleton<LiveBoard>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveBoard>());
        services.AddSingleton<AttachmentDoor>();
        services.AddSingleton<AttachmentSweep>();
        services.AddHostedService(provider => provider.GetRequiredService<AttachmentSweep>());
    }

    /// <summary>Unpacks what devices send; belongs behind the choice of the route, which knows the limit.</summary>
    public static void Unpack(IApplicationBuilder app) => app.UseWhen(
        http => http.Request.Path.StartsWithSegments("/api/sync", StringComparison.OrdinalIgnoreCase),
        sync => sync.UseRequestDecompression());

    public static void Map(IEndpointRouteBuilder app)
    {
        var sync = app.MapGroup("/api/sync").WithTags("Sync");
        PushRoute.Map(sync);
        PullRoute.Map(sync);
        LiveRoute.Map(sync);
        AttachmentRoutes.Map(app.MapGroup("/api/sync/attachments").WithTags("Sync"));
        QuarantineRoutes.Map(app.MapTenantGroup("/api/sync/quarantine").WithTags("Devices"));
        DeviceRoutes.Map(app.MapTenantGroup("/api/devices").WithTags("Devices"));
    }
}
