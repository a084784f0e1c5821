using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Tendril.Metrc.Simulator.Faults;

namespace Tendril.Metrc.Simulator.Http;

/// <summary>Puts an answer on the wire, or spoils it on the way as the weather demands.</summary>
internal static class Delivery
{
    /// <summary>The answer to give instead of carrying the request out; null when it should be carried out.</summary>
    internal static Reply? InsteadOfEffect(Weather weather, SimulatorOptions options)
    {
        if (weather.Of(SimulatorFault.Outage) is not null) return Reply.Html(503, "Service Unavailable");
        if (weather.Of(SimulatorFault.TooManyRequestsWithRetryAfter) is { } wait)
            return Limited((int)Math.Ceiling(wait.Seconds ?? options.RetryAfterSeconds));
        if (weather.Of(SimulatorFault.TooManyRequests) is not null) return Limited(retryAfterSeconds: null);
        if (weather.Of(SimulatorFault.ServerErrorBeforeEffect) is not null) return ServerError();
        return InsteadOfAnswer(weather.Before);
    }

    /// <summary>The answer to give though the request was carried out; null keeps the true one.</summary>
    internal static Reply? InsteadOfAnswer(Weather weather) =>
        weather.Of(SimulatorFault.ServerErrorAfterEffect) is not null ? ServerError() : InsteadOfAnswer(weather.After);

    private static Reply? InsteadOfAnswer(Func<SimulatorFault, FaultRule?> struck)
    {
        if (struck(SimulatorFault.ServiceUnavailable) is not null)
            return Reply.Message(503, "The service is temporarily unavailable.");
        if (struck(SimulatorFault.GatewayTimeout) is not null) return Reply.Html(504, "Gateway Timeout");
        if (struck(SimulatorFault.HtmlOk) is not null) return Reply.Html(200, "Scheduled Maintenance");
        return struck(SimulatorFault.HtmlError) is not null ? Reply.Html(502, "Bad Gateway") : null;
    }

    internal static Reply Limited(int? retryAfterSeconds) =>
        Reply.Message(429, "Too many requests. Slow down.") with { RetryAfterSeconds = retryAfterSeconds };

    private static Reply ServerError() => Reply.Message(500, "An error has occurred.");

    /// <summary>Faults that leave the status but spoil what comes with it.</summary>
    internal static Reply Spoil(Weather weather, Reply reply)
    {
        if (weather.Of(SimulatorFault.EmptyOk) is not null) return Reply.Empty();
        if (weather.Of(SimulatorFault.TruncatedBody) is not null)
            return reply with { Body = reply.Body[..(reply.Body.Length / 2)] };
        if (weather.Of(SimulatorFault.WrongType) is not null)
            reply = reply with { Body = WithWordForNumber(reply.Body) };
        return weather.Of(SimulatorFault.WrongCharset) is not null && reply.ContentType is not null
            ? reply with { ContentType = "application/json; charset=utf-16" }
            : reply;
    }

    internal static async Task SendAsync(HttpContext http, Reply reply, Weather weather, TimeProvider wire)
    {
        http.Response.StatusCode = reply.Status;
        if (reply.ContentType is not null) http.Response.ContentType = reply.ContentType;
        if (reply.RetryAfterSeconds is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        http.Response.ContentLength = reply.Body.Length;
        if (weather.Of(SimulatorFault.ResetMidBody) is null)
        {
            await http.Response.Body.WriteAsync(reply.Body, http.RequestAborted);
            return;
        }
        await http.Response.Body.WriteAsync(reply.Body.AsMemory(0, reply.Body.Length / 2), http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        await Task.Delay(TimeSpan.FromMilliseconds(50), wire, http.RequestAborted);
        Reset(http);
    }

    /// <summary>Drops the connection with a TCP reset, as a dying server does.</summary>
    internal static void Reset(HttpContext http)
    {
        var socket = http.Features.Get<IConnectionSocketFeature>()?.Socket;
        socket?.LingerState = new LingerOption(enable: true, seconds: 0);
        socket?.Close(0);
        http.Abort();
    }

    private static byte[] WithWordForNumber(byte[] body)
    {
        if (body.Length == 0 || JsonNode.Parse(body) is not { } root) return body;
        var target = root is JsonObject envelope ? envelope["Data"] ?? envelope["Ids"] ?? root : root;
        if (target is JsonArray { Count: > 0 } ids && ids[0] is JsonValue) ids[0] = "not a number";
        else if ((target is JsonArray { Count: > 0 } rows ? rows[0] : target) is JsonObject row)
        {
            var number = row.FirstOrDefault(p => p.Value?.GetValueKind() == System.Text.Json.JsonValueKind.Number);
            if (number.Key is not null) row[number.Key] = "not a number";
        }
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }
}
