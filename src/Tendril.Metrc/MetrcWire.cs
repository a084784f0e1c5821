using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Tendril.Metrc;

/// <summary>What came over the line for one request, before anyone judged it.</summary>
internal sealed class WireAnswer
{
    public int? Status { get; set; }

    public string? ContentType { get; set; }

    public string? Charset { get; set; }

    public TimeSpan? RetryAfter { get; set; }

    /// <summary>The bytes that arrived, all of them unless <see cref="Fault"/> is set.</summary>
    public ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>What broke the exchange, or null when it came to its end.</summary>
    public string? Fault { get; set; }

    /// <summary>Whether it is certain that nothing of the request left this machine.</summary>
    public bool NotSent { get; set; }

    public MetrcExchange? Exchange { get; set; }

    /// <summary>Told by the body: gateways label pages as JSON and JSON as pages.</summary>
    public bool IsWebPage => Body.Span.TrimStart(" \t\r\n\uFEFF"u8).StartsWith("<"u8);
}

/// <summary>
/// One request, one answer: keys into the header, one deadline for connecting, headers and body together, a cap on the
/// body, and every way of breaking named. Nothing is sent twice here.
/// </summary>
internal sealed class MetrcWire(
    HttpMessageHandler handler, MetrcConnection connection, MetrcSettings settings, TimeProvider time) : IDisposable
{
    private readonly HttpMessageInvoker invoker = new(handler, disposeHandler: false);

    public void Dispose() => invoker.Dispose();

    /// <exception cref="OperationCanceledException">
    /// The caller cancelled. A write that was cancelled may have worked all the same.
    /// </exception>
    public async Task<WireAnswer> SendAsync(
        HttpMethod method, Uri address, ReadOnlyMemory<byte>? body, CancellationToken cancel)
    {
        var timeout = body is null ? settings.ReadTimeout : settings.WriteTimeout;
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        using var request = Request(method, address, body);
        var answer = new WireAnswer();
        var (startedAt, began) = (time.GetUtcNow(), time.GetTimestamp());
        try
        {
            await ReceiveAsync(request, answer, either.Token);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            answer.Fault = "cancelled by us";
            throw;
        }
        catch (OperationCanceledException)
        {
            answer.Fault = $"no complete answer from {address.Authority} within {timeout.TotalSeconds:0.###} s";
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or InvalidDataException)
        {
            answer.NotSent = broken is HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                    or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
            };
            answer.Fault = Describe(broken, answer, address.Authority);
        }
        finally
        {
            answer.Exchange = Evidence(request, body, answer, startedAt, time.GetElapsedTime(began));
        }
        return answer;
    }

    private HttpRequestMessage Request(HttpMethod method, Uri address, ReadOnlyMemory<byte>? body)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = connection.Authorization;
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Tendril", null));
        if (body is { } bytes)
        {
            request.Content = new ReadOnlyMemoryContent(bytes);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        }
        return request;
    }

    private async Task ReceiveAsync(HttpRequestMessage request, WireAnswer answer, CancellationToken cancel)
    {
        using var response = await invoker.SendAsync(request, cancel);
        answer.Status = (int)response.StatusCode;
        answer.RetryAfter = RetryAfterHeader.Read(response, time.GetUtcNow());
        answer.ContentType = response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var declared)
            ? declared.ToString()
            : null;
        answer.Charset = MediaTypeHeaderValue.TryParse(answer.ContentType, out var type) ? type.CharSet : null;
        await ReadBodyAsync(response.Content, answer, cancel);
    }

    private async Task ReadBodyAsync(HttpContent content, WireAnswer answer, CancellationToken cancel)
    {
        var most = settings.MostBodyBytes;
        await using var stream = await content.ReadAsStreamAsync(cancel);
        // One byte more than promised, so that the end is seen without growing.
        var bytes = new byte[(int)Math.Min(content.Headers.ContentLength ?? 16_384, most) + 1];
        for (var length = 0; ;)
        {
            if (length > most) throw new InvalidDataException($"the answer is larger than {most} bytes");
            if (length == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(bytes.Length * 2L, most + 1L));
            var read = await stream.ReadAsync(bytes.AsMemory(length), cancel);
            if (read == 0) return;
            length += read;
            answer.Body = bytes.AsMemory(0, length);
        }
    }

    private static string Describe(Exception broken, WireAnswer answer, string host)
    {
        if (broken is InvalidDataException) return broken.Message;
        var cause = broken.GetBaseException().Message;
        if (answer.NotSent) return $"could not connect to {host}: {cause}";
        return answer.Status is null
            ? $"the connection to {host} broke before an answer: {cause}"
            : $"the answer of {host} broke off after {answer.Body.Length} bytes: {cause}";
    }

    /// <summary>Reads that went well are told to an observer only; to write them out for nobody costs time.</summary>
    private MetrcExchange? Evidence(
        HttpRequestMessage request, ReadOnlyMemory<byte>? sent, WireAnswer answer, DateTimeOffset at, TimeSpan elapsed)
    {
        if (settings.Observe is null && sent is null && answer is { Fault: null, Status: (int)HttpStatusCode.OK })
            return null;
        var text = answer.Status is null ? null : connection.Hide(BodyText.Show(answer.Body, answer.Charset));
        var shortened = text?.Length > settings.EvidenceCharacters;
        var exchange = new MetrcExchange(
            request.Method.Method,
            connection.Hide(request.RequestUri!.AbsoluteUri),
            connection.KeyId,
            sent is { } body ? System.Text.Encoding.UTF8.GetString(body.Span) : null,
            sent is { } hashed ? Hash(hashed) : null,
            answer.Status,
            answer.ContentType,
            shortened ? text![..settings.EvidenceCharacters] : text,
            answer.Status is null ? null : Hash(answer.Body),
            answer.Fault is null ? null : connection.Hide(answer.Fault),
            at,
            elapsed)
        { ResponseShortened = shortened };
        settings.Observe?.Invoke(exchange);
        return exchange;
    }

    private static string Hash(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
}
