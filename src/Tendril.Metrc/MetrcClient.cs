using System.Text;
using Tendril.Metrc.Wire;

namespace Tendril.Metrc;

/// <summary>
/// A client of Metrc's API v2 with one pair of keys. The calls are named in <see cref="MetrcApi"/>. Lists are always
/// paged to their end; reads are held to the limits and, if the settings say so, tried again; writes are sent once.
/// Safe to use from several threads. The handler is handed in and stays the caller's: share one, made by
/// <see cref="NewHandler"/>, among all clients.
/// </summary>
public sealed class MetrcClient(
    HttpMessageHandler handler,
    MetrcConnection connection,
    MetrcSettings settings,
    MetrcLimiter limiter,
    TimeProvider time)
    : IDisposable
{
    private readonly MetrcSettings settings = settings.Checked(nameof(settings));
    private readonly MetrcWire wire = new(handler, connection, settings, time);

    /// <summary>
    /// A handler that keeps to our rules: no redirects (one could send a write a second time), no cookies, connections
    /// renewed so that a change of address is noticed.
    /// </summary>
    public static SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = System.Net.DecompressionMethods.GZip | System.Net.DecompressionMethods.Deflate,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
    };

    /// <summary>Set while the host is left alone because it does not answer. See it before a write.</summary>
    public MetrcPause? Pause => settings.Breaker.Pause;

    public void Dispose() => wire.Dispose();

    /// <summary>
    /// Reads a whole list, every row once. When rows moved while it was paged, it is walked again; if it never held
    /// still, the rows of all walks come together, marked as incomplete. Any failing page fails the list.
    /// </summary>
    /// <param name="list">A list of <see cref="MetrcApi"/>.</param>
    /// <param name="license">The facility's licence number; ignored by lists that belong to no facility.</param>
    /// <param name="modified">Only rows changed in this window; not every list can.</param>
    /// <param name="cancel">Stops waiting, reading and paging.</param>
    /// <exception cref="ArgumentException">No licence where one is needed, or a window where none can be.</exception>
    public async Task<MetrcRead<MetrcRows<T>>> ListAsync<T>(
        MetrcListOf<T> list, string? license, ModifiedWindow? modified = null, CancellationToken cancel = default)
        where T : class
    {
        var met = new Dictionary<object, T>();
        MetrcSweep<T> sweep;
        var walks = 0;
        do
        {
            sweep = new MetrcSweep<T>(list.Key);
            await foreach (var read in PagesAsync(list, license, modified, cancel))
            {
                if (read.Failed(out var failure, out var page)) return failure;
                sweep.Add(page);
            }
            foreach (var row in sweep.Rows) met[list.Key(row)] = row;
        }
        while (!sweep.Complete && ++walks < settings.Sweeps);
        return new MetrcRows<T>(sweep.Complete ? sweep.Rows : [.. met.Values], sweep.TotalRecords, sweep.Complete);
    }

    /// <summary>
    /// Reads a list page by page, in order, while the next pages are already on the way. A failure is the last element:
    /// the pages before it are good, the list is not complete. Pages may overlap when rows move; count with a
    /// <see cref="MetrcSweep{T}"/> before calling anything gone.
    /// </summary>
    /// <inheritdoc cref="ListAsync" path="/param"/>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    public IAsyncEnumerable<MetrcRead<MetrcPage<T>>> PagesAsync<T>(
        MetrcListOf<T> list, string? license, ModifiedWindow? modified = null, CancellationToken cancel = default)
        where T : class
    {
        if (modified is not null && !list.ByModified)
            throw new ArgumentException($"{list.Name} cannot be narrowed by time", nameof(modified));
        var filter = Licensed(list, license).Concat(modified?.Query ?? []).ToList();
        return new MetrcPager<T>(list, settings, (number, size, token) =>
        {
            var query = number == 1 && !list.Paged
                ? filter
                : filter.Append(new("pageNumber", $"{number}")).Append(new("pageSize", $"{size}"));
            return GetAsync(list.Path, query, license, list.Parse, token);
        }).WalkAsync(cancel);
    }

    /// <summary>Reads one object by its id or label. Refused with 404 (or 401) when this facility has none.</summary>
    /// <param name="one">A call of <see cref="MetrcApi"/>.</param>
    /// <param name="license">The facility's licence number.</param>
    /// <param name="key">The id or label.</param>
    /// <param name="cancel">Stops waiting and reading.</param>
    /// <exception cref="ArgumentException">The licence or key is empty, or the key cannot stand in a path.</exception>
    public Task<MetrcRead<T>> OneAsync<T>(
        MetrcOneOf<T> one, string license, string key, CancellationToken cancel = default)
        where T : class
    {
        // A segment of dots would be taken for a step up the path.
        if (key.Trim('.', ' ').Length == 0) throw new ArgumentException("must name one object", nameof(key));
        var query = Licensed(one, license).ToList();
        if (one.KeyInQuery is { } name) query.Add(new(name, key));
        var path = one.Path
            .Replace("{id}", Uri.EscapeDataString(key), StringComparison.Ordinal)
            .Replace("{label}", Uri.EscapeDataString(key), StringComparison.Ordinal);
        return GetAsync(path, query, license, ReadAnswer.One<T>, cancel);
    }

    /// <summary>Reads one object by its id.</summary>
    /// <inheritdoc cref="OneAsync{T}(MetrcOneOf{T}, string, string, CancellationToken)" path="/param"/>
    public Task<MetrcRead<T>> OneAsync<T>(
        MetrcOneOf<T> one, string license, long id, CancellationToken cancel = default)
        where T : class => OneAsync(one, license, $"{id}", cancel);

    /// <summary>
    /// Sends a write, once. Whatever comes back, or does not, is told as one of four outcomes with its evidence.
    /// </summary>
    /// <exception cref="ArgumentException">No licence, no object, or more objects than one write may hold.</exception>
    /// <exception cref="OperationCanceledException">
    /// Cancelled by the caller. If the write had begun it may have worked: treat it as unknown.
    /// </exception>
    public async Task<SendOutcome> SendAsync(MetrcWrite write, string license, CancellationToken cancel = default)
    {
        if (write.Rows < 1 || write.Rows > settings.RowsPerWrite)
            throw new ArgumentException($"must hold 1 to {settings.RowsPerWrite} objects", nameof(write));
        var address = Address(write.Call.Path, Licensed(write.Call, license));
        cancel.ThrowIfCancellationRequested();
        var body = Encoding.UTF8.GetBytes(write.Json);
        var answer = await ExchangeAsync(HttpMethod.Post, address, body, cancel);
        return WriteAnswer.Judge(answer, write.Rows, connection);
    }

    private async Task<MetrcRead<T>> GetAsync<T>(
        string path, IEnumerable<KeyValuePair<string, string>> query, string? license,
        Func<ReadOnlyMemory<byte>, T> parse, CancellationToken cancel)
        where T : class
    {
        var address = Address(path, query);
        var call = new MetrcCall(connection.Integrator, license);
        for (var tried = 1; ; tried++)
        {
            var read = await TryAsync(address, call, parse, cancel);
            if (!read.Failed(out var failure, out _) || failure is not MetrcFailure.Unavailable lost) return read;
            if (settings.Retry.DelayAfter(tried, lost.RetryAfter) is not { } delay) return read;
            await Task.Delay(delay, time, cancel);
        }
    }

    private async Task<MetrcRead<T>> TryAsync<T>(
        Uri address, MetrcCall call, Func<ReadOnlyMemory<byte>, T> parse, CancellationToken cancel)
        where T : class
    {
        await using var turn = await limiter.EnterAsync(call, cancel);
        if (turn.NotBefore is { } wait)
            return new MetrcFailure.Unavailable("Metrc asked us to stay away for a while", wait);
        if (settings.Breaker.Enter() is { } away)
            return new MetrcFailure.Unavailable(Sentence(away.Pause), away.Left);
        var answer = await ExchangeAsync(HttpMethod.Get, address, null, cancel);
        if (answer.Status == 429)
            await limiter.PauseAsync(call, answer.RetryAfter ?? settings.PauseAfter429, cancel);
        return ReadAnswer.Judge(answer, connection, parse);
    }

    private async Task<WireAnswer> ExchangeAsync(
        HttpMethod method, Uri address, ReadOnlyMemory<byte>? body, CancellationToken cancel)
    {
        try
        {
            var answer = await wire.SendAsync(method, address, body, cancel);
            // Any clear answer is one, a refusal too; a gateway's page and a body cut off are none.
            settings.Breaker.Note(answer is { Status: >= 200 and < 500 and not 408, Fault: null }
                && !(answer.Status < 300 && answer.IsWebPage));
            return answer;
        }
        catch (OperationCanceledException)
        {
            settings.Breaker.Forget();
            throw;
        }
    }

    // Kept in logs and shown days later: so with its date, and without the next try, which is in RetryAfter.
    private string Sentence(MetrcPause pause) =>
        $"{connection.BaseAddress.Host} has not answered since {pause.Since.UtcDateTime:yyyy-MM-dd HH:mm} UTC "
        + "and is left alone for a while";

    private static IEnumerable<KeyValuePair<string, string>> Licensed(MetrcEndpoint call, string? license)
    {
        if (!call.NeedsLicense) return [];
        if (string.IsNullOrWhiteSpace(license))
            throw new ArgumentException($"{call.Name} needs a licence number", nameof(license));
        return [new("licenseNumber", license)];
    }

    private Uri Address(string path, IEnumerable<KeyValuePair<string, string>> query)
    {
        var text = new StringBuilder(connection.BaseAddress.AbsoluteUri.TrimEnd('/')).Append(path);
        var mark = '?';
        foreach (var (name, value) in query)
        {
            text.Append(mark).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            mark = '&';
        }
        return new Uri(text.ToString());
    }
}
