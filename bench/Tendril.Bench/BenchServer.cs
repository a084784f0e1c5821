using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Tendril.Domain;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Platform;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Postgres;
using Tendril.Server.Storage;

namespace Tendril.Bench;

/// <summary>A private PostgreSQL with disk flushes as in earnest, the real server on it, and organisations to measure
/// with.</summary>
public sealed class BenchServer : IAsyncDisposable
{
    private readonly PrivatePostgres cluster;
    private int tenants;

    private BenchServer(PrivatePostgres cluster, WebApplication app, DatabaseConnections database) =>
        (this.cluster, App, Database) = (cluster, app, database);

    public WebApplication App { get; }

    public DatabaseConnections Database { get; }

    /// <summary>The password of everyone in the benchmark.</summary>
    public const string Password = "a long enough password";

    /// <summary>The administrator of the first organisation.</summary>
    public const string FirstEmail = "bench1@example.test";

    public static async Task<BenchServer> StartAsync(CancellationToken cancel, string? webRoot = null)
    {
        var options = PrivatePostgresOptions.ForTests() with { Durable = true };
        var postgres = await PrivatePostgres.StartAsync(options, TimeProvider.System, NullLogger.Instance, cancel);
        string To(string role) => postgres.ConnectionString(role);
        var database = new DatabaseConnections(To(ClusterRoles.Owner), To(ClusterRoles.App), To(ClusterRoles.System));
        await new Migrator(database.Owner, TimeProvider.System, NullLogger.Instance).MigrateAsync(cancel);
        var app = TendrilHost.Build(new ServerOptions(database, MasterKey.Parse(MasterKey.Create()))
        {
            Port = 0,
            WebRoot = webRoot,
            Settings = new Dictionary<string, string?>
            {
                ["metrc:allowLoopback"] = "true",
                ["metrc:facilityPerSecond"] = "0",
                ["metrc:integratorPerSecond"] = "0",
                ["jobs:scheduler"] = "false",
                ["Logging:LogLevel:Default"] = "Warning",
            },
        });
        await app.StartAsync(cancel);
        return new BenchServer(postgres, app, database);
    }

    /// <summary>A new organisation with one site and a client that may do everything.</summary>
    public async Task<(Guid OrganizationId, Guid SiteId, HttpClient Client)> FoundAsync(string licence,
        CancellationToken cancel)
    {
        await using var scope = App.Services.CreateAsyncScope();
        var name = $"Bench {++tenants}";
        var command = new FoundOrganization.Command(
            "", name, "Bench Admin", $"bench{tenants}@example.test", Password,
            new FoundOrganization.FirstSite($"{name} Site", licence, "CO", "America/Denver", Sandbox: true));
        if ((await scope.ServiceProvider.GetRequiredService<FoundOrganization>().HandleAsync(command, demo: false,
            cancel))
            .Refused(out var problem, out var founded))
            throw new InvalidOperationException(problem.Message);
        var access = scope.ServiceProvider.GetRequiredService<AccessDb>();
        var (token, hash) = ApiTokenAuthentication.Create();
        access.ApiTokens.Add(new ApiToken
        {
            Id = scope.ServiceProvider.GetRequiredService<IdSource>().Next(),
            OrganizationId = founded.OrganizationId,
            UserId = founded.User.Id,
            Name = "bench",
            TokenHash = hash,
            Role = "org_admin",
            CreatedAt = TimeProvider.System.GetUtcNow(),
        });
        await access.SaveChangesAsync(cancel);
        var client = new HttpClient { BaseAddress = new Uri(App.Urls.First()), Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return (founded.OrganizationId, founded.SiteId, client);
    }

    /// <summary>Enters a site's keys for a simulator.</summary>
    public static async Task GiveKeyAsync(
        HttpClient client, Guid siteId, string metrc, CancellationToken cancel)
    {
        var answer = await client.PutAsJsonAsync(
            $"/api/compliance/credentials?siteId={siteId}",
            new
            {
                environment = "sandbox",
                baseUrl = metrc,
                vendorKey = BenchMetrc.Vendor,
                userKey = BenchMetrc.User,
            }, cancel);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync(
            cancel));
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync(CancellationToken.None);
        await App.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await cluster.DisposeAsync();
    }
}
