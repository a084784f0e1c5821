using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tendril.Tests.Organisation;

/// <summary>One mail as it came over the wire.</summary>
public sealed record ReceivedMail(string From, IReadOnlyList<string> To, string Text);

/// <summary>A small SMTP server on a free loopback port: takes mail, or refuses it as told.</summary>
public sealed class LoopbackMailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<ReceivedMail> _mails = new();
    private Task _serving = Task.CompletedTask;

    public int Port { get; private set; }

    public IReadOnlyList<ReceivedMail> Mails => [.. _mails];

    /// <summary>While true every mail is answered with 451.</summary>
    public bool Refuses { get; set; }

    public int Refused { get; private set; }

    public static LoopbackMailServer Start()
    {
        var server = new LoopbackMailServer();
        server._listener.Start();
        server.Port = ((IPEndPoint)server._listener.LocalEndpoint).Port;
        server._serving = server.ServeAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        List<Task> talks = [];
        try
        {
            while (true) talks.Add(TalkAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        try
        {
            using var _ = client;
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.UTF8);
            await using var writer =
                new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\r\n" };
            await writer.WriteLineAsync("220 loopback");
            var from = "";
            List<string> to = [];
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                var word = line.Split(' ', ':')[0].ToUpperInvariant();
                if (word == "MAIL") (from, to) = (Address(line), []);
                if (word == "RCPT") to.Add(Address(line));
                if (word == "DATA" && !Refuses) await TakeAsync(reader, writer, from, to);
                else await writer.WriteLineAsync(Answer(word));
            }
        }
        catch (Exception end) when (end is IOException or OperationCanceledException)
        {
            // The client hung up, or the test is over.
        }
    }

    private async Task TakeAsync(StreamReader reader, StreamWriter writer, string from, List<string> to)
    {
        await writer.WriteLineAsync("354 go on");
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".") text.Append(line).Append('\n');
        _mails.Enqueue(new ReceivedMail(from, to, text.ToString()));
        await writer.WriteLineAsync("250 taken");
    }

    private string Answer(string word)
    {
        if (word == "DATA") Refused++;
        return word switch { "QUIT" => "221 bye", "DATA" => "451 try again later", _ => "250 fine" };
    }

    private static string Address(string line) =>
        line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
}
