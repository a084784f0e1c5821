using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tendril.Server.Platform;
using Tendril.Tests.Support;

namespace Tendril.Tests.Architecture;

/// <summary>
/// A server that answers requests and does nothing by itself, so that every change came from a request.
/// </summary>
public sealed class QuietServer(DatabaseCluster cluster) : TestServer(cluster)
{
    protected override ServerOptions Shape(ServerOptions options) => options with
    {
        Walls = services =>
        {
            foreach (var own in services.Where(IsOwnWork).ToList()) services.Remove(own);
        },
    };

    private static bool IsOwnWork(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService)
        && (service.ImplementationType?.Assembly ?? service.ImplementationFactory?.Method.Module.Assembly)
            == typeof(TendrilHost).Assembly;
}
