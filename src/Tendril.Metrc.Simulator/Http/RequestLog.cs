namespace Tendril.Metrc.Simulator.Http;

/// <summary>One request as it was seen; holds no key. Status 0 means that no answer was sent.</summary>
public sealed record LoggedRequest(
    long Number, DateTimeOffset At, string Method, string Path, string Query, string? UserKeyId, int Status,
    int RowsAccepted, IReadOnlyList<string> Faults, string? Body);

/// <summary>The latest requests, oldest first. Safe from any thread.</summary>
public sealed class RequestLog(int size)
{
    private readonly Lock _gate = new();
    private readonly Queue<LoggedRequest> _requests = new();
    private long _lastNumber;

    public IReadOnlyList<LoggedRequest> All
    {
        get { lock (_gate) return [.. _requests]; }
    }

    /// <summary>How many requests came in all, also those the log has let go.</summary>
    public long Count
    {
        get { lock (_gate) return _lastNumber; }
    }

    public void Clear()
    {
        lock (_gate) _requests.Clear();
    }

    internal void Add(LoggedRequest request)
    {
        lock (_gate)
        {
            _requests.Enqueue(request with { Number = ++_lastNumber });
            while (_requests.Count > size) _requests.Dequeue();
        }
    }
}
