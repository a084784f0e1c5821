using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tendril.Tests.Support;

namespace Tendril.Tests.Platform;

/// <summary>Stopping is no trouble: what works in the background ends without an error in the log.</summary>
public sealed class BackgroundServiceTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_ends_quietly_when_it_is_told_to()
    {
        var services = server.App.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
        services.Select(service => service.GetType().Name).ShouldContain("AttachmentSweep");
        foreach (var service in services)
        {
            await service.StopAsync(Cancel);
            service.ExecuteTask!.Status.ShouldBe(TaskStatus.RanToCompletion, service.GetType().Name);
        }
    }
}
