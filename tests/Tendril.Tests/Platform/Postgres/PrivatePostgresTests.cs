using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Tendril.Server.Platform.Postgres;
using Tendril.Tests.Support;

namespace Tendril.Tests.Platform.Postgres;

/// <summary>The private database with real processes: starts, stops, kills and what they leave behind.</summary>
public sealed class PrivatePostgresTests(ClusterTemplate template) : IAsyncDisposable
{
    private readonly PrivatePostgresOptions options = PrivatePostgresOptions.ForTests() with
    {
        DeleteOnStop = false,
        Durable = true,
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (!Directory.Exists(options.DataFolder)) return;
        await using (await StartAsync(options with { DeleteOnStop = true }))
        {
            // Joined only to stop what a failed test left running, and to remove the folder.
        }
    }

    [Fact]
    public async Task Starts_stops_and_starts_again_with_what_was_saved()
    {
        // Not copied: this one makes its cluster.
        await using (var first = await StartAsync())
        {
            await ExecuteAsync(first, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (42)");
        }

        Alive(options.DataFolder).ShouldBeEmpty();
        await using var second = await StartAsync();
        (await ScalarAsync(second, "SELECT id FROM kept")).ShouldBe(42);
    }

    [Fact]
    public async Task Opens_no_network_port_and_shows_its_socket_to_its_user_only()
    {
        await template.CopyToAsync(options.DataFolder, Cancel);
        await using var postgres = await StartAsync();
        (await ScalarAsync(postgres, "SHOW listen_addresses")).ShouldBe("");
        File.GetUnixFileMode(postgres.SocketFolder)
            .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task Makes_an_application_role_that_row_level_security_holds()
    {
        await template.CopyToAsync(options.DataFolder, Cancel);
        await using var postgres = await StartAsync();
        const string powers =
            "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = current_user";
        (await ScalarAsync(postgres, powers, ClusterRoles.App)).ShouldBe(false);
        (await ScalarAsync(postgres, powers, ClusterRoles.System)).ShouldBe(false);
        var refused = await Should.ThrowAsync<PostgresException>(
            () => ExecuteAsync(postgres, "CREATE TABLE mine (id int)", ClusterRoles.App));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task Recovers_after_a_kill_of_the_main_process()
    {
        await template.CopyToAsync(options.DataFolder, Cancel);
        await using var first = await StartAsync();
        await ExecuteAsync(first, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (42)");
        Kill(first.ProcessId!.Value);

        await using var second = await StartAsync();
        (await ScalarAsync(second, "SELECT id FROM kept")).ShouldBe(42);
    }

    [Fact]
    public async Task Recognises_a_pid_file_that_names_a_foreign_process()
    {
        await template.CopyToAsync(options.DataFolder, Cancel);
        string cluster;
        await using (var first = await StartAsync()) cluster = first.ClusterPath;
        // Our own process lives, belongs to the same user as far as PostgreSQL can see, and is no PostgreSQL.
        using var foreign = StartForeignProcess(cluster);
        await File.WriteAllTextAsync(
            Path.Combine(cluster, "postmaster.pid"), $"{foreign.Id}\n{cluster}\n1\n5432\nsocket\n\n  1 1\n", Cancel);
        await File.WriteAllTextAsync(
            Path.Combine(cluster, "socket", ".s.PGSQL.5432.lock"),
            $"{foreign.Id}\n{cluster}\n1\n5432\nsocket\n", Cancel);

        await using (var second = await StartAsync())
        {
            second.ProcessId.ShouldNotBeNull().ShouldNotBe(foreign.Id);
        }

        foreign.HasExited.ShouldBeFalse();
        foreign.Kill();
    }

    [Fact]
    public async Task Recovers_from_a_broken_pid_file()
    {
        await template.CopyToAsync(options.DataFolder, Cancel);
        string cluster;
        await using (var first = await StartAsync()) cluster = first.ClusterPath;
        await File.WriteAllTextAsync(Path.Combine(cluster, "postmaster.pid"), "", Cancel);
        await using var second = await StartAsync();
        (await ScalarAsync(second, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_second_server_joins_and_the_last_one_stops_it()
    {
        await template.CopyToAsync(options.DataFolder, Cancel);
        var first = await StartAsync();
        await using var second = await StartAsync();
        second.ProcessId.ShouldBe(first.ProcessId);

        await first.DisposeAsync();
        (await ScalarAsync(second, "SELECT 1")).ShouldBe(1);

        await second.DisposeAsync();
        Alive(options.DataFolder).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_servers_that_start_at_once_share_one_database()
    {
        var both = await Task.WhenAll(StartAsync(), StartAsync());
        both[0].ProcessId.ShouldBe(both[1].ProcessId);
        await Task.WhenAll(both[0].DisposeAsync().AsTask(), both[1].DisposeAsync().AsTask());
        Alive(options.DataFolder).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_start_that_was_killed_while_creating_is_begun_anew()
    {
        Directory.CreateDirectory(Path.Combine(options.DataFolder, "postgres.new", "base"));
        File.SetUnixFileMode(options.DataFolder, (UnixFileMode)0b111_001_001);
        await using var postgres = await StartAsync();
        (await ScalarAsync(postgres, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_path_too_long_for_a_socket_gets_a_short_private_folder()
    {
        var deep = options with
        {
            DataFolder = Path.Combine(options.DataFolder, new string('a', 60), new string('b', 60)),
            DeleteOnStop = true,
        };
        string socket;
        await using (var postgres = await StartAsync(deep))
        {
            socket = postgres.SocketFolder;
            socket.Length.ShouldBeLessThan(60);
            (await ScalarAsync(postgres, "SELECT 1")).ShouldBe(1);
            await using var second = await StartAsync(deep);
            second.SocketFolder.ShouldBe(socket);
        }

        Directory.Exists(socket).ShouldBeFalse();
        Directory.Delete(options.DataFolder, recursive: true);
    }

    [Fact]
    public async Task Works_behind_a_symbolic_link()
    {
        Directory.CreateDirectory(options.DataFolder, (UnixFileMode)0b111_001_001);
        var link = options.DataFolder + "-link";
        File.CreateSymbolicLink(link, options.DataFolder);
        await using var direct = await StartAsync();
        await using var linked = await StartAsync(options with { DataFolder = link });
        linked.ProcessId.ShouldNotBeNull().ShouldBe(direct.ProcessId!.Value);
        File.Delete(link);
    }

    private Task<PrivatePostgres> StartAsync(PrivatePostgresOptions? with = null) =>
        PrivatePostgres.StartAsync(with ?? options, TimeProvider.System, NullLogger.Instance, Cancel);

    private static async Task ExecuteAsync(PrivatePostgres postgres, string sql, string role = ClusterRoles.Owner) =>
        await ScalarAsync(postgres, sql, role);

    private static async Task<object?> ScalarAsync(
        PrivatePostgres postgres, string sql, string role = ClusterRoles.Owner)
    {
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString(role));
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Cancel);
    }

    private static IReadOnlyList<int> Alive(string dataFolder) =>
        ClusterProcesses.All(Path.Combine(dataFolder, "postgres"));

    private static void Kill(int process)
    {
        using var victim = Process.GetProcessById(process);
        victim.Kill();
        victim.WaitForExit();
    }

    /// <summary>
    /// A process of the database's own user, so that PostgreSQL itself would take it for a running server.
    /// </summary>
    private static Process StartForeignProcess(string cluster)
    {
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo(
                "setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", "sleep", "600"])
            : new ProcessStartInfo("sleep", ["600"]);
        start.WorkingDirectory = cluster;
        return Process.Start(start)!;
    }
}
