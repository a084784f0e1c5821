using System.Text.Json;
using Tendril.Sync.Tables;

namespace Tendril.Sync.Device;

/// <summary>
/// Work without a connection, for .NET programs and for the simulation. What a person saves is at once in the store
/// and in its outbox; a sync sends the outbox and brings what is new. Several engines may use one store: one syncs.
/// </summary>
/// <param name="store">Of one person of one organisation.</param>
/// <param name="transport">The way to the server.</param>
/// <param name="tables">The declarations that this program knows; the server may know more.</param>
/// <param name="time">The device's clock.</param>
/// <param name="newId">Makes ids of operations; never the same twice, not even after a restart.</param>
/// <param name="jitter">From 0 to 1: spreads devices that failed together.</param>
/// <param name="steps">The steps that this program knows; null for none.</param>
public sealed class DeviceEngine(
    IDeviceStore store, ISyncTransport transport, SyncTables tables, TimeProvider time, Func<Guid> newId,
    Func<double> jitter, DeviceSteps? steps = null)
{
    private readonly RowScreens _screens = new(tables, steps ?? DeviceSteps.None);
    private readonly LocalWork _local =
        new(store, tables, steps ?? DeviceSteps.None, time, newId);

    /// <summary>
    /// Saves what a person does. Several edits belong together: the server applies all of them or none.
    /// </summary>
    /// <returns>The operations, or why nothing was saved.</returns>
    public SavedEdit Save(params IReadOnlyList<LocalEdit> edits) => _local.Save(edits);

    /// <summary>
    /// Saves a step: what will come of it is shown at once, and the server decides it again.
    /// </summary>
    /// <returns>The operation; none when what it wants stands already; or why it cannot be done.</returns>
    public SavedEdit Save(LocalStep step) => _local.Save(step);

    /// <summary>
    /// Lets parked operations try again, with the rest of their groups. The server keeps its answers, so that under the
    /// old ids it would only repeat them: each gets a new one.
    /// </summary>
    /// <returns>How many are sent with the next sync.</returns>
    public int Release(IReadOnlyCollection<Guid> operations) => _local.Release(operations);

    /// <summary>Throws away parked operations that a person gave up, with the rest of their groups.</summary>
    /// <returns>How many are gone.</returns>
    public int Discard(IReadOnlyCollection<Guid> operations) => _local.Discard(operations);

    /// <summary>Sends and brings, each as far as it is due; one that fails does not stop the other.</summary>
    /// <param name="byHand">A person asked: waits are cut short, except those that the server named.</param>
    /// <param name="cancel">Ends it between two transactions; nothing is lost.</param>
    /// <returns>False when another run syncs this store already.</returns>
    public async Task<bool> SyncAsync(bool byHand, CancellationToken cancel)
    {
        var run = new SyncRun(store, transport, tables, _screens, time, newId());
        if (!run.Begin()) return false;
        try
        {
            await SendAndReceiveAsync(run, byHand, cancel);
        }
        catch (SyncLeaseLostException)
        {
            return false;
        }
        finally
        {
            run.End();
        }
        return true;
    }

    /// <summary>How the device stands, for a screen.</summary>
    public SyncStatus Status() => store.Transact(transaction => SyncStatus.Of(transaction, time.GetUtcNow()));

    /// <summary>The rows of a table as screens show them.</summary>
    public IReadOnlyList<DeviceRow> Rows(string table) => store.Transact(transaction =>
        (IReadOnlyList<DeviceRow>)[.. transaction.Rows(tables[table]).Where(row => row.Screen is not null)]);

    private async Task SendAndReceiveAsync(SyncRun run, bool byHand, CancellationToken cancel)
    {
        var state = run.Transact(transaction => transaction.State);
        var taken = 0;
        if (state.Push.IsDue(run.Now, byHand))
            await TryAsync(run, state => state.Push, (state, next) => state with { Push = next },
                async () => taken = await new PushRun(run).SendAsync(cancel));
        // What the server took is on its way back: the person should see what came of it.
        if (taken > 0 || state.Pull.IsDue(run.Now, byHand))
            await TryAsync(run, state => state.Pull, (state, next) => state with { Pull = next },
                () => new PullRun(run).ReceiveAsync(cancel));
    }

    private async Task TryAsync(
        SyncRun run, Func<DeviceState, BackOff> read, Func<DeviceState, BackOff, DeviceState> write, Func<Task> work)
    {
        SyncTransportException? failure = null;
        try
        {
            await work();
        }
        catch (SyncTransportException error)
        {
            failure = error;
        }
        catch (Exception error) when (error is IOException or JsonException or FormatException
            or InvalidOperationException or KeyNotFoundException)
        {
            var kind = error is IOException ? SyncErrorClass.Network : SyncErrorClass.Unknown;
            failure = new SyncTransportException(kind, error.Message, error);
        }
        run.Transact(transaction =>
        {
            var state = transaction.State;
            transaction.State = write(state, failure is null ? BackOff.None
                : read(state).After(failure, run.Now, jitter()));
        });
    }
}
