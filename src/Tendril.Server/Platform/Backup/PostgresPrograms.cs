using System.Diagnostics;
using Npgsql;
using Tendril.Server.Platform.Hosting;
using Tendril.Server.Platform.Postgres;

namespace Tendril.Server.Platform.Backup;

/// <summary>PostgreSQL's own programs (pg_dump, pg_restore, psql), pointed at an installation's database.</summary>
internal sealed class PostgresPrograms
{
    private readonly PostgresBinaries binaries;
    private readonly NpgsqlConnectionStringBuilder database;

    private PostgresPrograms(PostgresBinaries binaries, string connection)
    {
        this.binaries = binaries;
        database = new NpgsqlConnectionStringBuilder(connection);
    }

    /// <summary>The programs must not be older than the server.</summary>
    public static async Task<PostgresPrograms> ForAsync(
        Installation installation, int serverMajor, CancellationToken cancel)
    {
        var found = installation.Private?.Binaries ?? await PostgresBinaries.FindAsync(null, cancel);
        if (found.Major < serverMajor)
        {
            throw new OperatorException(
                $"The database server is PostgreSQL {serverMajor}, but pg_dump here is {found.Major}. "
                + $"As root run: apt-get update && apt-get install -y postgresql-client-{serverMajor}");
        }

        return new PostgresPrograms(found, installation.Database.Owner);
    }

    /// <summary>Runs one of the programs to its end, feeding and reading streams as they come.</summary>
    /// <exception cref="OperatorException">It failed; the message holds what it said.</exception>
    public async Task RunAsync(
        IReadOnlyList<string> command, Stream? input, Stream output, CancellationToken cancel)
    {
        using var process = Process.Start(StartOf(command))!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancel);
            var feeding = FeedAsync(process, input, cancel);
            await process.StandardOutput.BaseStream.CopyToAsync(output, cancel);
            await feeding;
            await process.WaitForExitAsync(cancel);
            if (process.ExitCode == 0) return;
            throw new OperatorException($"{command[0]} failed: {(await errors).Trim()}");
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    private static async Task FeedAsync(Process process, Stream? input, CancellationToken cancel)
    {
        try
        {
            if (input is not null) await input.CopyToAsync(process.StandardInput.BaseStream, cancel);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended before it had read everything; its exit code and words tell why.
        }
    }

    private ProcessStartInfo StartOf(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(binaries[command[0]], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("PG", StringComparison.Ordinal))
            .ToList())
            start.Environment.Remove(name);
        // In the environment, not among the arguments, where every user of the machine could read the password.
        start.Environment["PGHOST"] = database.Host;
        start.Environment["PGPORT"] = database.Port.ToString();
        start.Environment["PGUSER"] = database.Username;
        start.Environment["PGDATABASE"] = database.Database;
        start.Environment["PGPASSWORD"] = database.Password;
        start.Environment["PGSSLMODE"] = ModeOf(database.SslMode);
        if (database.RootCertificate is { } certificate) start.Environment["PGSSLROOTCERT"] = certificate;
        start.Environment["LC_ALL"] = "C.UTF-8";
        return start;
    }

    private static string ModeOf(SslMode mode) => mode switch
    {
        SslMode.VerifyCA => "verify-ca",
        SslMode.VerifyFull => "verify-full",
        _ => mode.ToString().ToLowerInvariant(),
    };
}
