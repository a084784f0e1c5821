using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Tendril.Domain;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Platform;
using Tendril.Server.Platform.Access;
using Tendril.Server.Storage;

namespace Tendril.Tests.Support;

/// <summary>The real server on a free loopback port and a database of its own; one per test class.</summary>
public class TestServer(DatabaseCluster cluster) : IAsyncLifetime
{
    public const string Password = "correct horse battery";
    private WebApplication? _app;

    public WebApplication App => _app ?? throw new InvalidOperationException("The server has not started.");

    public DatabaseConnections Database { get; private set; } = null!;

    public string MasterKeyText { get; } = MasterKey.Create();

    public MasterKey MasterKey => MasterKey.Parse(MasterKeyText);

    public Uri Url =>
        new(App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public virtual async ValueTask InitializeAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        Database = await cluster.CreateAsync(cancel);
        _app = TendrilHost.Build(Shape(Plain));
        await _app.StartAsync(cancel);
    }

    // Thousands of requests run here; a line for each would bury what a failing test says.
    private ServerOptions Plain => new(Database, MasterKey)
    {
        Port = 0,
        Settings = new Dictionary<string,
        string?>
        { ["Logging:LogLevel:Tendril.Server.Platform.Web.AccessLog"] = "None" },
    };

    /// <summary>A test class may set the clock, HTTP or settings here.</summary>
    protected virtual ServerOptions Shape(ServerOptions options) => options;

    /// <summary>A second server on the same database, as behind a proxy; the caller disposes it.</summary>
    public async Task<WebApplication> StartAnotherAsync(CancellationToken cancel)
    {
        var other = TendrilHost.Build(Shape(Plain));
        await other.StartAsync(cancel);
        return other;
    }

    /// <summary>A new organisation with one site and its administrator.</summary>
    public async Task<TestTenant> CreateTenantAsync(string name, string state = "CO", string? license = null)
    {
        await using var scope = App.Services.CreateAsyncScope();
        var email = $"{name.ToLowerInvariant().Replace(' ', '.')}@example.test";
        var command = new FoundOrganization.Command(
            "", name, $"{name} Admin", email, Password,
            new FoundOrganization.FirstSite($"{name} Site", license ?? $"LIC-{name}", state, "America/Denver",
                Sandbox: true));
        var result = await scope.ServiceProvider.GetRequiredService<FoundOrganization>()
            .HandleAsync(command, demo: false, TestContext.Current.CancellationToken);
        if (result.Refused(out var problem, out var founded)) throw new InvalidOperationException(problem.Message);
        return new TestTenant(this, founded.OrganizationId, founded.SiteId, founded.User.Id, email);
    }

    /// <summary>A client without any sign-in.</summary>
    public HttpClient Anonymous() => new(new SocketsHttpHandler { UseCookies = true }) { BaseAddress = Url };

    public virtual async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync(CancellationToken.None);
            await _app.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}

/// <summary>An organisation in a test, with ways to call as one of its people.</summary>
public sealed record TestTenant(TestServer Server, Guid OrganizationId, Guid SiteId, Guid AdminId, string AdminEmail)
{
    public TenantScope Scope => new(OrganizationId, AdminId, "Admin");

    /// <summary>A client with an API token of the given role.</summary>
    public async Task<HttpClient> ClientAsync(string role = "org_admin", Guid[]? siteIds = null)
    {
        await using var scope = Server.App.Services.CreateAsyncScope();
        var access = scope.ServiceProvider.GetRequiredService<AccessDb>();
        var (token, hash) = ApiTokenAuthentication.Create();
        access.ApiTokens.Add(new ApiToken
        {
            Id = scope.ServiceProvider.GetRequiredService<IdSource>().Next(),
            OrganizationId = OrganizationId,
            UserId = AdminId,
            Name = role,
            TokenHash = hash,
            Role = role,
            SiteIds = siteIds,
            CreatedAt = TimeProvider.System.GetUtcNow(),
        });
        await access.SaveChangesAsync(TestContext.Current.CancellationToken);
        var client = new HttpClient { BaseAddress = Server.Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A browser-like client: cookie from a real sign-in, and the app's header.</summary>
    public async Task<HttpClient> BrowserAsync()
    {
        var client = Server.Anonymous();
        client.DefaultRequestHeaders.Add("X-Tendril", "1");
        var answer = await client.PostAsJsonAsync(
            "/api/session", new { email = AdminEmail, password = TestServer.Password },
            TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return client;
    }

    /// <summary>A unit of work as this tenant's administrator.</summary>
    public Task<TenantUnit> BeginAsync() =>
        Server.App.Services.GetRequiredService<TenantUnits>().BeginAsync(Scope, TestContext.Current.CancellationToken);
}
