using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Tendril.Server.Platform.Postgres;

namespace Tendril.Tests.Platform.Postgres;

/// <summary>What people read when the private database cannot be had.</summary>
public sealed class PostgresRefusalTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Missing_programs_name_the_command_that_installs_them()
    {
        var refused = Should.Throw<PrivatePostgresException>(() => PostgresBinaries.Choose([], null));
        refused.Message.ShouldBe(
            "PostgreSQL 15 or newer is needed; none is installed. "
            + "As root run: apt-get update && apt-get install -y postgresql");
    }

    [Fact]
    public void An_old_installation_is_not_enough()
    {
        var refused =
            Should.Throw<PrivatePostgresException>(() => PostgresBinaries.Choose([new("/old/bin", 14)], null));
        refused.Message.ShouldContain("installed: 14 in /old/bin");
    }

    [Fact]
    public void The_newest_is_taken_unless_the_cluster_needs_its_own()
    {
        PostgresBinaries[] installed = [new("/a", 15), new("/c", 17), new("/b", 16)];
        PostgresBinaries.Choose(installed, null).Major.ShouldBe(17);
        PostgresBinaries.Choose(installed, 15).Major.ShouldBe(15);
        Should.Throw<PrivatePostgresException>(() => PostgresBinaries.Choose(installed, 18))
            .Message.ShouldContain("apt-get install -y postgresql-18");
    }

    [Theory]
    [InlineData("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", 15)]
    [InlineData("postgres (PostgreSQL) 18beta1", 18)]
    [InlineData("15\n", 15)]
    [InlineData("nothing of the kind", null)]
    [InlineData("", null)]
    public void Reads_the_major_version(string line, int? major) => PostgresBinaries.MajorOf(line).ShouldBe(major);

    [Fact]
    public async Task Finds_what_is_installed_here()
    {
        var found = await PostgresBinaries.FindAsync(null, Cancel);
        found.Major.ShouldBeGreaterThanOrEqualTo(15);
        File.Exists(found["initdb"]).ShouldBeTrue();
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_says_so()
    {
        // Nobody, root included, can make a folder in /proc.
        var refused = await Should.ThrowAsync<PrivatePostgresException>(() => StartAsync(new("/proc/tendril")));
        refused.Message.ShouldStartWith("The data folder /proc/tendril cannot be written by the user");
    }

    [Fact]
    public async Task A_folder_closed_to_the_unprivileged_user_is_named()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root hands the database over to another user.");
        var closed = Directory.CreateTempSubdirectory("tendril-closed-").FullName;
        var refused = await Should.ThrowAsync<PrivatePostgresException>(
            () => StartAsync(new(Path.Combine(closed, "data"))));
        refused.Message.ShouldContain($"who cannot enter {closed}, so the data folder {closed}/data cannot be used");
        refused.Message.ShouldEndWith($"or run: chmod o+x {closed}");
        Directory.Delete(closed, recursive: true);
    }

    [Fact]
    public async Task An_unknown_unprivileged_user_is_refused()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root hands the database over to another user.");
        var options = PrivatePostgresOptions.ForTests() with { UnprivilegedUser = "no-such-user" };
        var refused = await Should.ThrowAsync<PrivatePostgresException>(() => StartAsync(options));
        refused.Message.ShouldContain("there is no unprivileged user \"no-such-user\"");
        Directory.Delete(options.DataFolder, recursive: true);
    }

    [Fact]
    public async Task A_start_that_fails_shows_the_end_of_the_log()
    {
        var options = PrivatePostgresOptions.ForTests() with { MaxConnections = -5 };
        var refused = await Should.ThrowAsync<PrivatePostgresException>(() => StartAsync(options));
        refused.Message.ShouldContain("max_connections");
    }

    private static Task<PrivatePostgres> StartAsync(PrivatePostgresOptions options) =>
        PrivatePostgres.StartAsync(options, TimeProvider.System, NullLogger.Instance, Cancel);
}
