using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tendril.Metrc.Simulator.Faults;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Metrc.Simulator.Http;

/// <summary>One request from the door to the wire: limit, weather, keys, licence, handler, answer, log.</summary>
internal sealed class Pipeline(
    SimulatorState state, SimulatorOptions options, FaultBoard faults, RequestLog log, Func<Task> keep,
    CancellationToken stopping)
{
    private readonly Authentication _authentication = new(options);
    private readonly GetLimiter _limiter = new(options);

    private sealed class Seen
    {
        internal string? Body;
        internal string? UserKeyId;
        internal Reply? Reply;
    }

    internal async Task HandleAsync(HttpContext http)
    {
        var (method, seen) = (http.Request.Method, new Seen());
        var keys = _authentication.Read(http.Request.Headers.Authorization);
        using var lease = HttpMethods.IsGet(method)
            ? _limiter.Enter(keys?.Vendor ?? "", http.Request.Query["licenseNumber"])
            : GetLimiter.Free;
        var weather = lease is null
            ? Weather.Calm
            : faults.Take(method, http.Request.Path + http.Request.QueryString, state.Now);
        http.Response.Headers.Date = (state.Now + weather.ClockOffset).ToString("R");
        try
        {
            if (lease is null) await SendAsync(http, Delivery.Limited(options.RetryAfterSeconds), weather, seen);
            else await ThroughAsync(http, weather, keys, seen);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested
            || stopping.IsCancellationRequested)
        {
            // Nobody waits for this answer any more; the log says status 0.
            seen.Reply = null;
        }
        finally
        {
            Log(http, weather, seen);
        }
    }

    private async Task ThroughAsync(HttpContext http, Weather weather, (string, string)? keys, Seen seen)
    {
        if (weather.Of(SimulatorFault.Latency) is { } late) await WaitAsync(http, late.Lasting(1));
        if (Delivery.InsteadOfEffect(weather, options) is { } instead)
        {
            await SendAsync(http, instead, weather, seen);
            return;
        }
        if (weather.Of(SimulatorFault.ResetBeforeCommit) is not null) Delivery.Reset(http);
        else if (weather.Of(SimulatorFault.TimeoutBeforeCommit) is { } before) await SilenceAsync(http, before);
        else await EffectAsync(http, weather, keys, seen);
    }

    private async Task EffectAsync(HttpContext http, Weather weather, (string, string)? keys, Seen seen)
    {
        var reply = await AnswerAsync(http, weather, keys, seen);
        if (reply.Status == 200 && !HttpMethods.IsGet(http.Request.Method)) await keep();
        seen.Reply = reply with { Status = 0 };
        if (weather.Of(SimulatorFault.ResetAfterCommit) is not null) Delivery.Reset(http);
        else if (weather.Of(SimulatorFault.TimeoutAfterCommit) is { } after) await SilenceAsync(http, after);
        else
        {
            var sent = Delivery.InsteadOfAnswer(weather) ?? Delivery.Spoil(weather, reply);
            await SendAsync(http, sent with { RowsAccepted = reply.RowsAccepted }, weather, seen);
        }
    }

    private async Task SendAsync(HttpContext http, Reply reply, Weather weather, Seen seen)
    {
        seen.Reply = reply;
        await Delivery.SendAsync(http, reply, weather, options.WireTime);
    }

    private async Task<Reply> AnswerAsync(HttpContext http, Weather weather, (string, string)? keys, Seen seen)
    {
        if (Find(http.Request, out var route, out var value) is { } unknown) return unknown;
        JsonDocument? body = null;
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsDelete(http.Request.Method))
        {
            using var reader = new StreamReader(http.Request.Body);
            seen.Body = await reader.ReadToEndAsync(http.RequestAborted);
            body = TryParse(seen.Body);
        }
        using (body)
        {
            lock (state.Gate)
            {
                var user = Authentication.Find(state, keys);
                if (user is null) return _authentication.Refused();
                seen.UserKeyId = user.Id;
                if (weather.Of(SimulatorFault.KeyRevoked) is not null)
                {
                    state.RevokeUserKey(user.Id);
                    return _authentication.Refused();
                }
                return Run(new Call
                {
                    State = state,
                    Options = options,
                    Route = route!,
                    User = user,
                    Weather = weather,
                    Body = body,
                    Query = http.Request.Query,
                    PathValue = value,
                    Now = state.Now + weather.ClockOffset,
                    SeenAt = state.Now,
                });
            }
        }
    }

    private Reply Run(Call call)
    {
        if (Admit(call) is { } refused) return refused;
        var lag = call.Weather.Of(SimulatorFault.ReadLag)?.Lasting(5) ?? options.ReadLag;
        state.BeginRequest(lag > TimeSpan.Zero ? call.SeenAt + lag : null);
        var accepted = false;
        try
        {
            var reply = call.Route.Handle(call);
            accepted = reply.Status == 200;
            return reply;
        }
        finally
        {
            if (accepted) state.Accept();
            else state.Refuse();
        }
    }

    /// <summary>Licence, the key's reach, the kind of facility, permissions: in each case a bare 401.</summary>
    private Reply? Admit(Call call)
    {
        var route = call.Route;
        var licence = (string?)call.Query["licenseNumber"];
        if (route.Licence != LicenceNeed.None)
        {
            if (string.IsNullOrWhiteSpace(licence) && route.Licence == LicenceNeed.Required)
                return Reply.Message(400, "licenseNumber is required.");
            call.Facility = state.FindFacility(licence);
            if (!string.IsNullOrWhiteSpace(licence) && (call.Facility is null || !call.User.Opens(call.Facility)))
                return _authentication.Refused();
            if (route.Flag is not null && call.Facility?.Has(route.Flag) == false) return _authentication.Refused();
        }
        if (route.Needs.Count == 0) return null;
        var allowed = route.AnyIsEnough ? route.Needs.Any(call.User.Allows) : route.Needs.All(call.User.Allows);
        return allowed ? null : _authentication.Refused();
    }

    private static Reply? Find(HttpRequest request, out Route? route, out string? value)
    {
        (route, value) = (null, null);
        var segments = (request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        var known = false;
        foreach (var candidate in RouteTable.All)
        {
            if (!candidate.Matches(segments, out value)) continue;
            known = true;
            if (!candidate.Method.Equals(request.Method, StringComparison.OrdinalIgnoreCase)) continue;
            route = candidate;
            return null;
        }
        return known
            ? Reply.Message(405, "The requested resource does not support this http method.")
            : Reply.Message(404, "No valid endpoint found");
    }

    private static JsonDocument? TryParse(string body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            // The handler answers 400: it finds no array.
            return null;
        }
    }

    /// <summary>Says nothing for a while and then hangs up, as a request lost behind a gateway does.</summary>
    private async Task SilenceAsync(HttpContext http, FaultRule rule)
    {
        await WaitAsync(http, rule.Lasting(120));
        Delivery.Reset(http);
    }

    private async Task WaitAsync(HttpContext http, TimeSpan time)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        await Task.Delay(time, options.WireTime, either.Token);
    }

    private void Log(HttpContext http, Weather weather, Seen seen) => log.Add(new LoggedRequest(
        0, state.Now, http.Request.Method, http.Request.Path, http.Request.QueryString.Value ?? "", seen.UserKeyId,
        seen.Reply?.Status ?? 0, seen.Reply?.RowsAccepted ?? 0, weather.Rules.Select(r => NameOf(r.Fault)).ToList(),
        seen.Body));

    internal static string NameOf(SimulatorFault fault) =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(fault.ToString());
}
