using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Tendril.Metrc;

namespace Tendril.Tests.Metrc;

internal sealed record Asked(string Method, string Target, string Head, string Body)
{
    public string Path => Target.Split('?')[0];

    public string? Query(string name) => Target.Split('?', 2).ElementAtOrDefault(1)?.Split('&')
        .Select(pair => pair.Split('=', 2)).FirstOrDefault(pair => pair[0] == name)?[1];

    public int Page => int.Parse(Query("pageNumber") ?? "1");
}

/// <summary>
/// A server of bare bytes on 127.0.0.1, able to misbehave as no web framework would: it hands each request to the test,
/// which writes whatever it likes on the line.
/// </summary>
internal sealed class RawMetrc : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<Asked, Line, Task> answer;
    private readonly Task accepting;

    public RawMetrc(Func<Asked, Line, Task> answer)
    {
        this.answer = answer;
        listener.Start();
        accepting = AcceptAsync();
    }

    public RawMetrc(string body, int status = 200, string headers = "Content-Type: application/json")
        : this((_, line) => line.ReplyAsync(status, body, headers))
    {
    }

    public ConcurrentQueue<Asked> Requests { get; } = new();

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    public MetrcClient Client(
        MetrcSettings? settings = null, MetrcLimiter? limiter = null, HttpMessageHandler? handler = null) =>
        new(handler ?? MetrcClient.NewHandler(), new MetrcConnection(Address, "vendor-key-1", "user-key-22"),
            settings ?? new MetrcSettings(), limiter ?? MetrcLimiter.None, TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await accepting;
        listener.Stop();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptSocketAsync(stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            var line = new Line(socket, stream, stop.Token);
            while (!line.Closed && await line.NextAsync() is { } asked)
            {
                Requests.Enqueue(asked);
                await answer(asked, line);
            }
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException or SocketException
            or ObjectDisposedException)
        {
            // The client hung up, or the test is over.
        }
    }
}

/// <summary>One connection as the test writes on it.</summary>
internal sealed class Line(Socket socket, NetworkStream stream, CancellationToken stop)
{

    public bool Closed { get; private set; }

    public Task ReplyAsync(int status, string body, string headers = "Content-Type: application/json") =>
        ReplyAsync(status, Encoding.UTF8.GetBytes(body), headers);

    public async Task ReplyAsync(int status, byte[] body, string headers)
    {
        await HeadAsync(status, body.Length, headers);
        await WriteAsync(body);
    }

    public Task HeadAsync(int status, int length, string headers = "Content-Type: application/json") =>
        WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status} Whatever\r\nContent-Length: {length}\r\n{headers}\r\n\r\n"));

    public Task WriteAsync(byte[] bytes) => stream.WriteAsync(bytes, stop).AsTask();

    /// <summary>Ends the connection in good order, in the middle of whatever was being said.</summary>
    public void Close()
    {
        Closed = true;
        socket.Shutdown(SocketShutdown.Both);
    }

    /// <summary>Ends the connection with a reset.</summary>
    public void Reset()
    {
        Closed = true;
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    public async Task<Asked?> NextAsync()
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, stop) == 0) return null;
            head.Append((char)one[0]);
        }
        var text = head.ToString();
        var length = text.Split("\r\n")
            .Where(header => header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            .Select(header => int.Parse(header.Split(':')[1]))
            .FirstOrDefault();
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, stop);
        var words = text.Split(' ');
        return new Asked(words[0], words[1], text, Encoding.UTF8.GetString(body));
    }
}
