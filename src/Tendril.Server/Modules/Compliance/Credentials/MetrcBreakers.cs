using System.Collections.Concurrent;
using Tendril.Metrc;

namespace Tendril.Server.Modules.Compliance;

/// <summary>One breaker per host of Metrc, shared by everything in this server that talks to it.</summary>
public sealed class MetrcBreakers(MetrcOptions options, TimeProvider time, ILogger<MetrcBreakers> log)
{
    private readonly ConcurrentDictionary<string, MetrcBreaker> hosts = new(StringComparer.OrdinalIgnoreCase);

    public MetrcBreaker Of(Uri address) => hosts.GetOrAdd(address.Authority, host => new MetrcBreaker(time)
    {
        Failures = options.BreakAfterFailures,
        FirstPause = options.BreakFor,
        Changed = pause => Tell(host, pause),
    });

    private void Tell(string host, MetrcPause? pause)
    {
        if (pause is null) log.LogInformation("{Host} answers again", host);
        else log.LogWarning("{Host} has not answered since {Since:u}; it is left alone until {Until:u}",
            host, pause.Since, pause.NextTryAt);
    }
}
