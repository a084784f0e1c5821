namespace Tendril.Server.Platform.Postgres;

/// <summary>
/// Who uses the cluster. Every server holds a shared lock on one file for as long as it lives, so the last one out
/// knows that it may stop the database; a second lock keeps starts and stops from meeting. The kernel drops both when
/// a process dies, however it dies.
/// </summary>
internal sealed class ClusterLease : IDisposable
{
    private readonly string usersFile;
    private readonly string doorFile;
    private readonly TimeProvider time;
    private FileStream? use;

    public ClusterLease(string dataFolder, TimeProvider time)
    {
        usersFile = Path.Combine(dataFolder, "postgres.users.lock");
        doorFile = Path.Combine(dataFolder, "postgres.door.lock");
        this.time = time;
    }

    /// <summary>Waits until no other process starts or stops the cluster.</summary>
    public async Task<IDisposable> EnterDoorAsync(TimeSpan patience, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            if (TryLock(doorFile, FileShare.None) is { } door) return door;
            if (time.GetElapsedTime(began) > patience)
            {
                throw new PrivatePostgresException(
                    $"Another process has been starting or stopping the database for {patience.TotalSeconds:0} s "
                    + $"(it holds {doorFile}). Wait for it, or end it, and start again.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancel);
        }
    }

    /// <summary>Says "I use it". Call behind the door.</summary>
    public void Join() =>
        use = TryLock(usersFile, FileShare.ReadWrite)
            ?? throw new PrivatePostgresException(
                $"The lock file {usersFile} is held by a process that is not Tendril.");

    /// <summary>Says "I am done". Call behind the door.</summary>
    /// <returns>True when nobody else uses the cluster.</returns>
    public bool LeaveAsLast()
    {
        use?.Dispose();
        use = null;
        using var alone = TryLock(usersFile, FileShare.None);
        return alone is not null;
    }

    public void Dispose() => use?.Dispose();

    private static FileStream? TryLock(string file, FileShare share)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, share);
        }
        catch (IOException error) when (error is not (FileNotFoundException or DirectoryNotFoundException))
        {
            // Held by another: the runtime reports the refused flock as a sharing violation.
            return null;
        }
    }
}
