using Microsoft.Extensions.Configuration;
using Npgsql;
using Tendril.Server.Platform;
using Tendril.Server.Platform.Hosting;
using Tendril.Server.Platform.Postgres;
using Tendril.Tests.Support;

namespace Tendril.Tests.Platform.Hosting;

/// <summary>A database that somebody else runs.</summary>
public sealed class ExternalRolesTests(DatabaseCluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_string_is_enough_and_the_passwords_follow_from_the_master_key()
    {
        var owner = (await cluster.CreateEmptyAsync(Cancel)).Owner;
        var key = MasterKey.Parse(MasterKey.Create());
        var roles = new ExternalRoles(Settings(owner), key);
        await roles.EnsureAsync(resetPasswords: false, Cancel);

        var app = new NpgsqlConnectionStringBuilder(roles.Connections.App);
        app.Username.ShouldBe(ClusterRoles.App);
        app.Database.ShouldBe(new NpgsqlConnectionStringBuilder(owner).Database);
        app.Password!.Length.ShouldBe(64);
        new ExternalRoles(Settings(owner), key).Connections.ShouldBe(roles.Connections);
        new NpgsqlConnectionStringBuilder(roles.Connections.System).Password.ShouldNotBe(app.Password);
        var other = new ExternalRoles(Settings(owner), MasterKey.Parse(MasterKey.Create()));
        other.Connections.App.ShouldNotBe(roles.Connections.App);
    }

    [Fact]
    public async Task A_restricted_role_that_skips_row_level_security_is_refused()
    {
        var owner = (await cluster.CreateEmptyAsync(Cancel)).Owner;
        var roles = new ExternalRoles(Settings(owner, app: owner), MasterKey.Parse(MasterKey.Create()));
        var refused =
            await Should.ThrowAsync<OperatorException>(() => roles.EnsureAsync(resetPasswords: false, Cancel));
        refused.Message.ShouldContain("The role tendril_owner may skip row-level security");
        refused.Message.ShouldEndWith("Run: ALTER ROLE tendril_owner NOSUPERUSER NOBYPASSRLS");
    }

    [Fact]
    public async Task An_owner_without_the_power_to_change_roles_is_told_what_to_set()
    {
        var owner = (await cluster.CreateEmptyAsync(Cancel)).Owner;
        var roles = new ExternalRoles(Settings(owner), MasterKey.Parse(MasterKey.Create()));
        var refused = await Should.ThrowAsync<OperatorException>(() => roles.EnsureAsync(resetPasswords: true, Cancel));
        refused.Message.ShouldContain("ConnectionStrings__TendrilApp");
    }

    private static OperatorSettings Settings(string owner, string? app = null) => new(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:Tendril"] = owner,
            ["ConnectionStrings:TendrilApp"] = app,
        }).Build(),
        Path.GetTempPath());
}
