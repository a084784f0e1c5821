using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Tendril.Server.Platform.Postgres;
using Tendril.Tests.Support;

[assembly: AssemblyFixture(typeof(ClusterTemplate))]

namespace Tendril.Tests.Support;

/// <summary>
/// One stopped cluster, made once and copied into the data folders of tests that are not about making it.
/// </summary>
public sealed class ClusterTemplate : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly PrivatePostgresOptions options =
        PrivatePostgresOptions.ForTests() with { DeleteOnStop = false, Durable = true };
    private bool made;

    public async Task CopyToAsync(string dataFolder, CancellationToken cancel)
    {
        await gate.WaitAsync(cancel);
        try
        {
            if (!made)
            {
                await using var once = await PrivatePostgres.StartAsync(
                    options, TimeProvider.System, NullLogger.Instance, cancel);
                made = true;
            }
        }
        finally
        {
            gate.Release();
        }

        // With owners and modes: the cluster belongs to the database's user.
        using var copy = Process.Start("cp", ["-a", options.DataFolder, dataFolder]);
        await copy.WaitForExitAsync(cancel);
        copy.ExitCode.ShouldBe(0);
    }

    public ValueTask DisposeAsync()
    {
        if (made) Directory.Delete(options.DataFolder, recursive: true);
        gate.Dispose();
        return ValueTask.CompletedTask;
    }
}
