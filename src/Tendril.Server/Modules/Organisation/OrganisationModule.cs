namespace Tendril.Server.Modules.Organisation;

/// <summary>Organisations, people and places.</summary>
public static class OrganisationModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<SetupCode>();
        services.AddScoped<SessionReader>();
        services.AddScoped<FoundOrganization>();
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        Setup.Map(app);
        Session.Map(app);
    }
}
