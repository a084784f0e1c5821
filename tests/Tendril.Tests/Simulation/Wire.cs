using Tendril.Sync.Device;
using Tendril.Sync.Protocol;

namespace Tendril.Tests.Simulation;

/// <summary>The network between one device and the server, with its faults.</summary>
internal sealed class Wire(World world, ModelDevice device) : ISyncTransport
{
    public async Task<IReadOnlyList<OperationResult>> PushAsync(PushBody body, CancellationToken cancel)
    {
        world.Note($"{device.Name} sends {body.Operations.Count} operations");
        if (!world.IsCalm) await MeanwhileAsync();
        var results = world.IsCalm ? await SendAsync(body, PushFate.Commits) : await FaultyAsync(body);
        device.Pushed();
        return results;
    }

    public async Task<PullAnswer> PullAsync(
        string? cursor, IReadOnlyList<string> again, CancellationToken cancel)
    {
        world.Note($"{device.Name} pulls{(cursor is null ? " everything" : "")}");
        if (!world.IsCalm && world.Chance(10)) throw Lost("The request was lost");
        var (lines, refusal) = await world.Server.PullAsync(device.Caller, cursor, again);
        if (!world.IsCalm) await MeanwhileAsync();
        if (refusal is not null)
        {
            world.Note($"{device.Name} must start anew");
            return new PullAnswer(null, refusal);
        }
        if (world.IsCalm || !world.Chance(15)) return new PullAnswer(new MemoryStream(lines));
        var length = world.Pick(lines.Length);
        world.Note($"the answer breaks off after {length} of {lines.Length} bytes");
        return new PullAnswer(new MemoryStream(lines, 0, length));
    }

    private async Task<IReadOnlyList<OperationResult>> FaultyAsync(PushBody body)
    {
        switch (world.Pick(100))
        {
            case < 8:
                world.Note("the request is lost");
                throw Lost("The request was lost");
            case < 18:
                await SendAsync(body, PushFate.Commits);
                world.Note("the reply is lost");
                throw Lost("The reply was lost");
            case < 26:
                world.Note("the request comes twice");
                await SendAsync(body, PushFate.Commits);
                return await SendAsync(body, PushFate.Commits);
            case < 34:
                world.Note("the request is under way for long");
                world.UnderWay.Add((device, body));
                throw Lost("No answer came in time");
            case < 42:
                world.Note("the server dies before the commit");
                return await SendAsync(body, PushFate.DiesBefore);
            case < 52 when !world.Server.Holds:
                await SendAsync(body, PushFate.Hangs);
                world.Note("the commit hangs");
                throw Lost("No answer came in time");
            case < 56:
                await SendAsync(body, PushFate.Commits);
                device.Die();
                throw new DeviceDiedException();
            default:
                return await SendAsync(body, PushFate.Commits);
        }
    }

    /// <summary>A person works on while a sync runs, and so do others.</summary>
    private async Task MeanwhileAsync()
    {
        if (world.Chance(25)) device.Work();
        if (world.Chance(10)) await world.DeliverAsync();
    }

    private async Task<IReadOnlyList<OperationResult>> SendAsync(PushBody body, PushFate fate)
    {
        var results = await world.Server.PushAsync(device.Caller, body, fate, device.Screen);
        world.Note($"the server answers {string.Join(", ", results.Select(Word))}");
        return results;
    }

    private static string Word(OperationResult result) =>
        $"{result.Id.ToString()[^4..]} {result.Status}{(result.Refusal is { } refusal ? $" {refusal.Code}" : "")}";

    private static SyncTransportException Lost(string message) => new(SyncErrorClass.Timeout, message);
}
