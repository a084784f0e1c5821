using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Tendril.BrowserTests.Support;

/// <summary>
/// A wire between browser and server that can be cut: then nobody listens at its end, as if the server were dead.
/// </summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly Uri server;
    private readonly ConcurrentDictionary<TcpClient, byte> open = new();
    private readonly int port;
    private TcpListener? listener;
    private Task serving = Task.CompletedTask;

    public Wire(string server)
    {
        this.server = new Uri(server);
        listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        serving = ServeAsync(listener);
    }

    public string Url => $"http://{server.Host}:{port}";

    public async Task CutAsync()
    {
        listener?.Stop();
        listener = null;
        foreach (var client in open.Keys) client.Dispose();
        await serving;
    }

    public void Mend()
    {
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        serving = ServeAsync(listener);
    }

    public async ValueTask DisposeAsync() => await CutAsync();

    private async Task ServeAsync(TcpListener from)
    {
        List<Task> all = [];
        try
        {
            while (true) all.Add(PassAsync(await from.AcceptTcpClientAsync()));
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(all); // the listener was stopped: the wire is cut
        }
    }

    private async Task PassAsync(TcpClient browser)
    {
        using var there = new TcpClient();
        using (browser)
        {
            open.TryAdd(browser, 0);
            open.TryAdd(there, 0);
            try
            {
                await there.ConnectAsync(server.Host, server.Port);
                var (one, other) = (browser.GetStream(), there.GetStream());
                await Task.WhenAny(one.CopyToAsync(other), other.CopyToAsync(one));
            }
            catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
            {
                return; // cut, or one end has gone
            }
            finally
            {
                open.TryRemove(browser, out _);
                open.TryRemove(there, out _);
            }
        }
    }
}
