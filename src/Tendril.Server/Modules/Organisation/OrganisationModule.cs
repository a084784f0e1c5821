using Tendril.Server.Platform.Web;

namespace Tendril.Server.Modules.Organisation;

/// <summary>Organisations, people and places.</summary>
public static class OrganisationModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<SetupCode>();
        services.AddSingleton<SignInLimit>();
        services.AddScoped<PasswordDoor>();
        services.AddScoped<SessionReader>();
        services.AddScoped<FoundOrganization>();
        services.AddScoped<AccessAudit>();
        services.AddScoped<Members>();
        services.AddScoped<InviteMember>();
        services.AddScoped<ChangeMember>();
        services.AddScoped<ResetPassword>();
        services.AddScoped<CreateApiToken>();
        services.AddScoped<RevokeApiToken>();
        services.AddSingleton(provider => MailSettings.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<AlertBoard>();
        services.AddSingleton<AlertMailer>();
        services.AddHostedService(provider => provider.GetRequiredService<AlertMailer>());
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        Setup.Map(app);
        Session.Map(app);
        var sessions = app.MapGroup("/api/sessions").WithTags("Session");
        GetSessions.Map(sessions);
        EndSessions.Map(sessions);
        GetToday.Map(app);
        MapPlaces(app);
        MapPeople(app);
        MapAlerts(app.MapTenantGroup("/api/alerts").WithTags("Alerts"));
        GetAudit.Map(app);
    }

    private static void MapPlaces(IEndpointRouteBuilder app)
    {
        var sites = app.MapTenantGroup("/api/sites").WithTags("Sites");
        GetSites.Map(sites);
        CreateSite.Map(sites);
        ChangeSite.Map(sites);
        var rooms = app.MapTenantGroup("/api/rooms").WithTags("Rooms and pods");
        GetRooms.Map(rooms);
        CreateRoom.Map(rooms);
        ChangeRoom.Map(rooms);
        var pods = app.MapTenantGroup("/api/pods").WithTags("Rooms and pods");
        GetPods.Map(pods);
        CreatePod.Map(pods);
        ChangePod.Map(pods);
    }

    private static void MapPeople(IEndpointRouteBuilder app)
    {
        var users = app.MapGroup("/api/users").WithTags("Users");
        GetMembers.Map(users);
        InviteMember.Map(users);
        ChangeMember.Map(users);
        ResetPassword.Map(users);
        GetPeople.Map(app);
        GetRoles.Map(app);
        var tokens = app.MapGroup("/api/api-tokens").WithTags("API tokens");
        GetApiTokens.Map(tokens);
        CreateApiToken.Map(tokens);
        RevokeApiToken.Map(tokens);
    }

    private static void MapAlerts(RouteGroupBuilder alerts)
    {
        GetAlerts.Map(alerts);
        ReadAlert.Map(alerts);
    }
}
