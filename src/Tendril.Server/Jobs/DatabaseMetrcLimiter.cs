using System.Collections.Concurrent;
using Npgsql;
using Tendril.Metrc;
using Tendril.Server.Modules.Compliance;

namespace Tendril.Server.Jobs;

/// <summary>
/// Metrc's limits held over all servers: each lane (a facility; an integrator's key) is a token bucket in the database,
/// and its places are shared out among the servers that want some. A server takes tokens by the handful and its places
/// for seconds, so that a read seldom waits for the database.
/// </summary>
public sealed class DatabaseMetrcLimiter(
    [FromKeyedServices("system")] NpgsqlDataSource system, MetrcOptions options, SiteLeases server, TimeProvider time)
        : MetrcLimiter, IDisposable
{
    /// <summary>A wait longer than this is handed back to the caller.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<MetrcCall, BudgetLane> lanes = new();

    public override async ValueTask<MetrcTurn> EnterAsync(MetrcCall call, CancellationToken cancel)
    {
        var integrator = LaneOf(call with { License = null });
        var facility = call.License is null ? null : LaneOf(call);
        if (facility is not null && await facility.EnterAsync(LongestWait, cancel) is { } wait) return MetrcTurn.Later(
            wait);
        try
        {
            if (await integrator.EnterAsync(LongestWait, cancel) is { } later)
            {
                facility?.Leave();
                return MetrcTurn.Later(later);
            }
        }
        catch
        {
            facility?.Leave();
            throw;
        }
        return MetrcTurn.Granted(() =>
        {
            integrator.Leave();
            facility?.Leave();
            return ValueTask.CompletedTask;
        });
    }

    public override async ValueTask PauseAsync(MetrcCall call, TimeSpan pause, CancellationToken cancel)
    {
        var lane = LaneOf(call);
        lane.Pause(pause);
        await using var command = system.CreateCommand("""
            INSERT INTO access.metrc_lanes (lane, tokens, filled_at, paused_until) VALUES ($1, 0, clock_timestamp(),
              clock_timestamp() + $2)
            ON CONFLICT (lane) DO UPDATE SET paused_until = greatest(metrc_lanes.paused_until, excluded.paused_until)
            """);
        command.Parameters.Add(new() { Value = lane.Name });
        command.Parameters.Add(new() { Value = pause });
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Reads that this server began for a facility within the last second.</summary>
    public int UsedLately(string license) =>
        lanes.Where(lane => lane.Key.License == license).Sum(lane => lane.Value.UsedLately());

    public void Dispose()
    {
        foreach (var lane in lanes.Values) lane.Dispose();
    }

    private BudgetLane LaneOf(MetrcCall call) => lanes.GetOrAdd(call, key => key.License is null
        ? new BudgetLane(key.Integrator, new MetrcLimit(options.IntegratorPerSecond, options.IntegratorAtOnce),
            TakeAsync, time)
        : new BudgetLane(
            $"{key.Integrator}|{key.License}", new MetrcLimit(options.FacilityPerSecond, options.FacilityAtOnce),
            TakeAsync, time));

    private async Task<BudgetGrant> TakeAsync(BudgetWish wish, CancellationToken cancel)
    {
        await using var command =
            system.CreateCommand("SELECT * FROM tendril.take_metrc_budget($1, $2, $3, $4, $5, $6, $7, $8)");
        object[] values =
        [
            wish.Lane, server.Holder, wish.PerSecond, wish.Burst, wish.Tokens, wish.MostPlaces, wish.Places,
                BudgetLane.PlacesLast,
        ];
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel)) throw new InvalidOperationException("The budget answered nothing.");
        return new BudgetGrant(
            reader.GetInt32(0), reader.GetInt32(1), TimeSpan.FromMilliseconds(reader.GetInt32(2)),
            TimeSpan.FromMilliseconds(reader.GetInt32(3)));
    }
}

/// <summary>What a lane asks the database for.</summary>
internal sealed record BudgetWish(string Lane, double PerSecond, double Burst, int Tokens, int MostPlaces, int Places);

/// <summary>What it got.</summary>
/// <param name="Wait">Until the next token.</param>
/// <param name="Pause">Until Metrc may be called again at all.</param>
internal sealed record BudgetGrant(int Tokens, int Places, TimeSpan Wait, TimeSpan Pause);

/// <summary>One lane as this server sees it: the tokens in hand, the places it holds, and a pause.</summary>
internal sealed class BudgetLane(
    string name, MetrcLimit limit, Func<BudgetWish, CancellationToken, Task<BudgetGrant>> take, TimeProvider time)
    : IDisposable
{
    /// <summary>So long a server keeps its places without asking again.</summary>
    public static readonly TimeSpan PlacesLast = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan PlacesRenewed = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TokensKeep = TimeSpan.FromMilliseconds(200);

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Queue<long> begun = new();
    private readonly Lock gate = new();
    private TaskCompletionSource left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int tokens;
    private int places;
    private int inside;
    private long tokensAt;
    private long placesAt;
    private long pausedAt;
    private TimeSpan pause;

    public string Name => name;

    public void Dispose() => turn.Dispose();

    // A tenth of a second's calls at once; the rest of the limit flows. Together never more than the limit in any
    // second.
    private int Handful => Math.Max(1, limit.Calls / 10);

    /// <summary>Null when the call may go; it must <see cref="Leave"/>. Else how long it has to stay away.</summary>
    public async ValueTask<TimeSpan?> EnterAsync(TimeSpan longestWait, CancellationToken cancel)
    {
        if (limit.Calls <= 0) return Began();
        // One at a time asks; the others would only ask for the same.
        await turn.WaitAsync(cancel);
        try
        {
            while (true)
            {
                var paused = Paused();
                if (paused > longestWait) return paused;
                if (paused > TimeSpan.Zero) await Task.Delay(paused, time, cancel);
                else if (TryGo(out var wait)) return Began();
                else if (wait is not null) await wait.WaitAsync(PlacesRenewed, time, cancel)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                else await AskAsync(cancel);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    public void Leave()
    {
        lock (gate)
        {
            inside--;
            left.TrySetResult();
        }
    }

    public void Pause(TimeSpan longer)
    {
        lock (gate)
        {
            if (longer > Paused()) (pausedAt, pause) = (time.GetTimestamp(), longer);
        }
    }

    public int UsedLately()
    {
        lock (gate)
        {
            Forget();
            return begun.Count;
        }
    }

    private TimeSpan? Began()
    {
        lock (gate)
        {
            if (limit.Calls <= 0) inside++;
            Forget();
            begun.Enqueue(time.GetTimestamp());
        }
        return null;
    }

    private void Forget()
    {
        while (begun.TryPeek(out var at) && time.GetElapsedTime(at) > TimeSpan.FromSeconds(1)) begun.Dequeue();
    }

    private TimeSpan Paused()
    {
        lock (gate)
        {
            var rest = pause - time.GetElapsedTime(pausedAt);
            return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
        }
    }

    /// <summary>
    /// Takes a token and a place in hand; else something to wait for, or null when the database must be asked.
    /// </summary>
    private bool TryGo(out Task? wait)
    {
        lock (gate)
        {
            wait = null;
            // Tokens kept longer would come on top of those that flowed in meanwhile.
            if (time.GetElapsedTime(tokensAt) > TokensKeep) tokens = 0;
            if (tokens == 0 || time.GetElapsedTime(placesAt) > PlacesRenewed) return false;
            if (inside >= places)
            {
                if (left.Task.IsCompleted) left =
                    new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                wait = left.Task;
                return false;
            }
            tokens--;
            inside++;
            return true;
        }
    }

    private async Task AskAsync(CancellationToken cancel)
    {
        var handful = Handful;
        var grant = await take(
            new BudgetWish(name, Math.Max(1, limit.Calls - (2 * handful)), handful, handful, limit.AtOnce,
                limit.AtOnce), cancel);
        lock (gate)
        {
            (tokens, tokensAt) = (grant.Tokens, time.GetTimestamp());
            (places, placesAt) = (grant.Places, time.GetTimestamp());
        }
        if (grant.Pause > TimeSpan.Zero) Pause(grant.Pause);
        else if (grant.Places == 0) await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancel);
        else if (grant.Tokens == 0) await Task.Delay(grant.Wait, time, cancel);
    }
}
