using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tendril.Domain;
using Tendril.Server.Jobs;
using Tendril.Server.Modules.Compliance;
using Tendril.Server.Modules.Compliance.Push;
using Tendril.Server.Modules.Cultivation;
using Tendril.Server.Modules.Harvests;
using Tendril.Server.Modules.Inventory;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Modules.Telemetry;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Metrics;
using Tendril.Server.Platform.Postgres;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;
using Tendril.Server.Sync;

namespace Tendril.Server.Platform;

/// <summary>The web server, as a table of contents.</summary>
public static class TendrilHost
{
    // Larger uploads (CSV import) raise this on their own route.
    private const int MaxBodyBytes = 1_000_000;

    /// <summary>Builds the server; the database must be migrated already. Starting it is the caller's.</summary>
    public static WebApplication Build(ServerOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "tendril" });
        builder.Configuration.AddEnvironmentVariables("TENDRIL__").AddInMemoryCollection(options.Settings);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.AddServerHeader = false;
            kestrel.Listen(System.Net.IPAddress.Parse(options.Host), options.Port);
        });
        // The framework tells every step of every request at "information"; ours start there.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Quartz", LogLevel.Warning)
            // Every failed save is thrown too, and whoever catches it tells it once: a name that is taken is no error
            // of ours.
            .AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None)
            // It warns that keys are stored in plain form; SealedKeyRing seals them behind its back.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));
        AddPlatform(builder.Services, options);
        AddStorage(builder.Services, options.Database);
        if (options.PrivateDatabase is { } own)
            builder.Services.AddSingleton(own).AddHostedService<ClusterWatch>();
        AddAccess(builder.Services);
        OrganisationModule.Add(builder.Services);
        CultivationModule.Add(builder.Services);
        HarvestsModule.Add(builder.Services);
        InventoryModule.Add(builder.Services);
        ComplianceModule.Add(builder.Services);
        JobsModule.Add(builder.Services);
        PushModule.Add(builder.Services);
        SyncModule.Add(builder.Services);
        TelemetryModule.Add(builder.Services);
        options.Walls?.Invoke(builder.Services);

        var app = builder.Build();
        Proxies.Use(app);
        app.UseMiddleware<AccessLog>();
        app.UseMiddleware<RequestErrors>();
        SecurityHeaders.Use(app);
        PackedAssets.Use(app, options.WebRoot);
        app.UseResponseCompression();
        app.UseRouting();
        app.UseAuthentication();
        app.UseMiddleware<PermissionGate>();
        SyncModule.Unpack(app);
        Health.Map(app);
        MetricsRoute.Map(app);
        OrganisationModule.Map(app);
        CultivationModule.Map(app);
        HarvestsModule.Map(app);
        InventoryModule.Map(app);
        ComplianceModule.Map(app);
        PushRoutes.Map(app);
        SyncModule.Map(app);
        TelemetryModule.Map(app);
        ApiDescription.Map(app);
        WebApp.Serve(app, options.WebRoot);
        return app;
    }

    private static void AddPlatform(IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(options.MasterKey);
        services.AddSingleton<Seal>();
        services.AddSingleton<MetricsBook>();
        services.AddSingleton(provider => new IdSource(provider.GetRequiredService<TimeProvider>()));
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.AddResponseCompression(compression => compression.EnableForHttps = false);
        services.AddRouting();
        // A request that cannot be bound throws, so that RequestErrors can say what was wrong with it.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        ApiDescription.Add(services);
    }

    private static void AddStorage(IServiceCollection services, DatabaseConnections connections)
    {
        services.AddSingleton(connections);
        services.AddKeyedSingleton("app", (_, _) => NpgsqlDataSource.Create(connections.App));
        services.AddKeyedSingleton("system", (_, _) => NpgsqlDataSource.Create(connections.System));
        services.AddDbContext<TendrilDb>(
            (provider, db) => db.UseNpgsql(provider.GetRequiredKeyedService<NpgsqlDataSource>("app")),
            optionsLifetime: ServiceLifetime.Singleton);
        services.AddDbContext<AccessDb>(
            (provider, db) => db.UseNpgsql(provider.GetRequiredKeyedService<NpgsqlDataSource>("system")),
            optionsLifetime: ServiceLifetime.Singleton);
        services.AddSingleton<TenantUnits>();
        services.AddScoped(provider => provider.GetRequiredService<Caller>().Scope);
    }

    private static void AddAccess(IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddScoped(provider =>
            provider.GetRequiredService<IHttpContextAccessor>().HttpContext is { } http
            && Caller.From(http.User) is { } caller
                ? caller
                : throw new InvalidOperationException("This needs a signed-in caller."));
        services.AddScoped<SessionBook>();
        services.AddScoped<CallerClaims>();
        services.AddIdentityCore<User>(identity =>
            {
                identity.User.RequireUniqueEmail = true;
                // The user name is the email address, and EmailAddress says what that may hold (an apostrophe, for
                // one).
                identity.User.AllowedUserNameCharacters = "";
                // Length beats character classes (NIST SP 800-63B).
                identity.Password = new PasswordOptions
                {
                    RequiredLength = 12,
                    RequireDigit = false,
                    RequireLowercase = false,
                    RequireUppercase = false,
                    RequireNonAlphanumeric = false,
                    RequiredUniqueChars = 4,
                };
                identity.Lockout.MaxFailedAccessAttempts = 5;
                identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
            })
            .AddEntityFrameworkStores<AccessDb>();
        services.AddAuthentication("choose")
            .AddPolicyScheme("choose", null, choose => choose.ForwardDefaultSelector = http =>
                http.Request.Headers.ContainsKey("Authorization") ? ApiTokenAuthentication.SchemeName
                : SessionCookie.Scheme)
            .AddCookie(SessionCookie.Scheme, SessionCookie.Configure)
            .AddScheme<AuthenticationSchemeOptions, ApiTokenAuthentication>(ApiTokenAuthentication.SchemeName, null);
        services.AddDataProtection().SetApplicationName("tendril");
        services.AddSingleton<IXmlRepository, SealedKeyRing>();
        services.AddOptions<KeyManagementOptions>()
            .Configure<IXmlRepository>((keys, repository) => keys.XmlRepository = repository);
    }
}
