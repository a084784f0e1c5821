using System.Collections.Concurrent;
using Tendril.Domain;
using Tendril.Metrc;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>A line to one site's Metrc that remembers what was said on it.</summary>
public sealed class SiteLine(SiteMetrc metrc, ConcurrentQueue<MetrcExchange> said) : IDisposable
{
    public MetrcClient Client => metrc.Client;

    public string License => metrc.License;

    /// <summary>What was said since the last call, oldest first.</summary>
    public IReadOnlyList<MetrcExchange> Take()
    {
        List<MetrcExchange> taken = [];
        while (said.TryDequeue(out var exchange)) taken.Add(exchange);
        return taken;
    }

    /// <summary>
    /// Why nothing should be asked of Metrc now, and for how long; null when it answers. When a pause is over, one
    /// small read finds out: a write is never the one that tries.
    /// </summary>
    public async Task<MetrcFailure.Unavailable?> AwayAsync(CancellationToken cancel)
    {
        if (metrc.Client.Pause is null) return null;
        var tried = await metrc.Client.ListAsync(MetrcApi.Facilities, null, null, cancel);
        Take();
        return tried.Failed(out var failure, out _) ? failure as MetrcFailure.Unavailable : null;
    }

    public void Dispose() => metrc.Dispose();
}

/// <summary>Opens lines to Metrc for the reporter and for people's decisions.</summary>
public sealed class ReportLines(MetrcConnections connections)
{
    public Task<Result<SiteLine>> OpenAsync(ReportOperation operation, CancellationToken cancel) =>
        OpenAsync(TenantScope.Server(operation.OrganizationId), operation.SiteId, cancel);

    public async Task<Result<SiteLine>> OpenAsync(TenantScope scope, Guid siteId, CancellationToken cancel)
    {
        var said = new ConcurrentQueue<MetrcExchange>();
        return (await connections.OpenAsync(scope, siteId, said.Enqueue, cancel))
            .Refused(out var problem, out var metrc)
            ? problem
            : new SiteLine(metrc, said);
    }
}
