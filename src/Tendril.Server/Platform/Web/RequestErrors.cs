using System.Diagnostics;

namespace Tendril.Server.Platform.Web;

/// <summary>
/// What a broken request or a bug looks like from outside: a code, a sentence and a trace id, never our insides.
/// </summary>
public sealed class RequestErrors(RequestDelegate next, ILogger<RequestErrors> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        // No text in PostgreSQL can hold U+0000; in a body JsonText refuses it, in an address it is refused here.
        if (http.Request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) == true
            || http.Request.Path.Value?.Contains('\0', StringComparison.Ordinal) == true)
        {
            await ProblemResults.From(RequestProblems.NulInAddress).ExecuteAsync(http);
            return;
        }
        try
        {
            await next(http);
            if (!http.Response.HasStarted && http.GetEndpoint() is not RouteEndpoint
                && RequestProblems.OfBare(http.Response.StatusCode, http.Request) is { } bare)
                await ProblemResults.From(bare, http.Response.StatusCode).ExecuteAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller went away; there is nobody to answer.
            if (!http.Response.HasStarted) http.Response.StatusCode = 499;
        }
        catch (BadHttpRequestException unreadable) when (!http.Response.HasStarted)
        {
            await ProblemResults.From(RequestProblems.Describe(unreadable), unreadable.StatusCode).ExecuteAsync(http);
        }
        catch (Exception broken) when (!http.Response.HasStarted && SaveProblems.Of(broken) is not null)
        {
            // Tenant routes answer these themselves; routes outside tenants (members, tokens) come through here.
            await ProblemResults.From(SaveProblems.Of(broken)!).ExecuteAsync(http);
        }
        catch (Exception away) when (!http.Response.HasStarted && RequestProblems.IsDatabaseAway(away))
        {
            log.LogWarning("{Method} {Path}: the database does not answer: {Why}", http.Request.Method,
                http.Request.Path, away.GetBaseException().Message);
            http.Response.Headers.RetryAfter = "5";
            await ProblemResults.From(RequestProblems.DatabaseIsAway).ExecuteAsync(http);
        }
        catch (Exception bug) when (!http.Response.HasStarted)
        {
            log.LogError(bug, "{Method} {Path} failed", http.Request.Method, http.Request.Path);
            await ProblemResults.From(RequestProblems.OurFault(Activity.Current?.Id), 500).ExecuteAsync(http);
        }
    }
}
