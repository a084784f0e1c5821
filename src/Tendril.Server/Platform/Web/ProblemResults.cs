using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tendril.Domain;

namespace Tendril.Server.Platform.Web;

/// <summary>A <see cref="Problem"/> on the wire: ProblemDetails with code, field and what to do.</summary>
public static class ProblemResults
{
    public static int StatusOf(ProblemKind kind) => kind switch
    {
        ProblemKind.Unreadable => 400,
        ProblemKind.Denied => 403,
        ProblemKind.Unknown => 404,
        ProblemKind.Conflict => 409,
        ProblemKind.SlowDown => 429,
        ProblemKind.Later => 503,
        _ => 422,
    };

    public static ProblemHttpResult From(
        Problem problem, int? status = null, IReadOnlyDictionary<string, object?>? more = null)
    {
        var details = new ProblemDetails
        {
            Status = status ?? StatusOf(problem.Kind),
            Title = TitleOf(status ?? StatusOf(problem.Kind)),
            Detail = problem.Message,
        };
        details.Extensions["code"] = problem.Code;
        if (problem.Field is not null) details.Extensions["field"] = problem.Field;
        if (problem.Help is not null) details.Extensions["help"] = problem.Help;
        if (problem.Findings.Count > 0) details.Extensions["findings"] = problem.Findings;
        if (Activity.Current?.Id is { } trace) details.Extensions["traceId"] = trace;
        foreach (var (key, value) in more ?? new Dictionary<string, object?>()) details.Extensions[key] = value;
        return TypedResults.Problem(details);
    }

    private static string TitleOf(int status) => status switch
    {
        400 => "The request could not be read",
        401 => "Sign in first",
        403 => "Not allowed",
        404 => "Not found",
        409 => "It collides with what is there",
        410 => "Start anew",
        413 => "Too large",
        422 => "A rule refuses this",
        426 => "Update first",
        429 => "Too fast",
        503 => "Not available right now",
        _ => "Our fault",
    };
}
