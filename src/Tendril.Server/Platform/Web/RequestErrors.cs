using System.Diagnostics;
using System.Text.Json;
using Tendril.Domain;

namespace Tendril.Server.Platform.Web;

/// <summary>What a broken request or a bug looks like from outside: a code, a sentence and a trace id, never our insides.</summary>
public sealed class RequestErrors(RequestDelegate next, ILogger<RequestErrors> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller went away; there is nobody to answer.
            if (!http.Response.HasStarted) http.Response.StatusCode = 499;
        }
        catch (BadHttpRequestException unreadable) when (!http.Response.HasStarted)
        {
            await ProblemResults.From(Describe(unreadable), unreadable.StatusCode).ExecuteAsync(http);
        }
        catch (Exception bug) when (!http.Response.HasStarted)
        {
            log.LogError(bug, "{Method} {Path} failed", http.Request.Method, http.Request.Path);
            await ProblemResults.From(OurFault, 500).ExecuteAsync(http);
        }
    }

    private static Problem OurFault => new(
        "server.failed", "Something went wrong on our side; nothing was changed.",
        Help: $"Try again. If it stays, report the trace id {Activity.Current?.Id}.", Kind: ProblemKind.Later);

    private static Problem Describe(BadHttpRequestException unreadable) => unreadable switch
    {
        { StatusCode: 413 } => new("request.too_large", "The request is too large.",
            Help: "Send less at once; files have their own limit.", Kind: ProblemKind.Unreadable),
        { StatusCode: 415 } => new("request.not_json", "The request body must be JSON.",
            Help: "Send Content-Type: application/json.", Kind: ProblemKind.Unreadable),
        { InnerException: JsonException json } => new("request.unreadable",
            $"The JSON could not be read{Place(json)}.", FieldOf(json),
            "Check the spelling, the types (numbers without quotes, dates as YYYY-MM-DD) and that required fields are there.",
            ProblemKind.Unreadable),
        _ => new("request.unreadable", "The request could not be read: a value in the address or the body has the wrong form.",
            Help: "Compare it with the API description at /swagger.", Kind: ProblemKind.Unreadable),
    };

    private static string Place(JsonException json) =>
        json.Path is { Length: > 1 } path ? $" at {path}" : json.LineNumber is { } line ? $" (line {line + 1})" : "";

    private static string? FieldOf(JsonException json) => json.Path is { Length: > 2 } path ? path[2..] : null;
}
