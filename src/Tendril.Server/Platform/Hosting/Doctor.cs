using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Tendril.Server.Platform.Postgres;

namespace Tendril.Server.Platform.Hosting;

/// <summary>One thing the doctor looked at.</summary>
/// <param name="Good">Whether it is as it must be.</param>
/// <param name="Subject">What was looked at.</param>
/// <param name="Text">What was found.</param>
/// <param name="Advice">What to do; empty when good.</param>
public sealed record Diagnosis(bool Good, string Subject, string Text, string Advice = "");

/// <summary>
/// Examines an installation. Changes nothing but that it may start the private database, and stops it again.
/// </summary>
public sealed class Doctor(OperatorSettings settings, int port, TimeProvider time)
{
    private const long LeastFreeBytes = 1L << 30;

    public async IAsyncEnumerable<Diagnosis> ExamineAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        yield return await ProgramsAsync(cancel);
        yield return DataFolder();
        yield return DiskSpace();
        yield return Clock();
        yield return Port();
        if (!Directory.Exists(Path.Combine(settings.DataFolder, "postgres")) && settings.ExternalOwner is null)
        {
            yield return new(true, "Database", "not created yet; the first start does it");
            yield break;
        }

        yield return Key();
        var (installation, refusal) = await OpenAsync(cancel);
        if (installation is null)
        {
            yield return refusal!;
            yield break;
        }

        await using (installation)
        {
            foreach (var one in await new DatabaseDoctor(installation.Database, time)
                .ExamineAsync(cancel)) yield return one;
        }
    }

    private async Task<Diagnosis> ProgramsAsync(CancellationToken cancel)
    {
        const string subject = "PostgreSQL programs";
        try
        {
            var found = await PostgresBinaries.FindAsync(new ClusterFolder(settings.DataFolder).Major, cancel);
            return new(true, subject, $"version {found.Major} in {found.Folder}");
        }
        catch (PrivatePostgresException missing)
        {
            // With a database elsewhere they are still needed: for backups.
            return new(false, subject, missing.Message, $"As root run: {PostgresBinaries.InstallCommand}");
        }
    }

    private Diagnosis DataFolder()
    {
        const string subject = "Data folder";
        var folder = settings.DataFolder;
        if (!Directory.Exists(folder)) return new(
            true, subject, $"{folder} does not exist yet; the first start makes it");
        try
        {
            var probe = Path.Combine(folder, $".doctor-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return new(true, subject, $"{folder} can be written");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(false, subject, error.Message, $"Run as the owner of {folder}, or choose another with --data.");
        }
    }

    private Diagnosis DiskSpace()
    {
        var existing = settings.DataFolder;
        while (!Directory.Exists(existing)) existing = Path.GetDirectoryName(existing)!;
        var free = new DriveInfo(existing).AvailableFreeSpace;
        var text = $"{free / (double)(1L << 30):0.0} GiB free";
        return free >= LeastFreeBytes
            ? new(true, "Disk", text)
            : new(false, "Disk", text, "Free some space: the database stops when the disk is full.");
    }

    private Diagnosis Clock()
    {
        // A clock before this build was made is certainly wrong; the database's clock is compared separately.
        var now = time.GetUtcNow();
        var built = File.GetLastWriteTimeUtc(typeof(Doctor).Assembly.Location);
        return now.UtcDateTime >= built.AddDays(-1)
            ? new(true, "Clock", $"{now:yyyy-MM-dd HH:mm:ss} UTC")
            : new(false, "Clock", $"{now:yyyy-MM-dd HH:mm:ss} UTC is before this program was built",
                "Set the clock: timedatectl set-ntp true");
    }

    private Diagnosis Port()
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return new(true, "Port", $"{port} is free");
        }
        catch (SocketException error)
        {
            return new(false, "Port", $"{port} cannot be used: {error.Message}",
                "If that is not Tendril itself, choose another with --port.");
        }
    }

    private Diagnosis Key()
    {
        try
        {
            MasterKeyFile.Load(settings, mayCreate: false);
            return new(true, "Master key", settings.MasterKey is null ? settings.MasterKeyFile
                : "from the environment");
        }
        catch (OperatorException wrong)
        {
            return new(false, "Master key", "cannot be used", wrong.Message);
        }
    }

    private async Task<(Installation? Open, Diagnosis? Refusal)> OpenAsync(CancellationToken cancel)
    {
        try
        {
            return (await Installation.OpenAsync(settings, time, NullLogger.Instance, cancel), null);
        }
        catch (Exception error) when (error is OperatorException or PrivatePostgresException or NpgsqlException)
        {
            return (null, new(false, "Database", "cannot be used", error.Message));
        }
    }
}
