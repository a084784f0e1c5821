using Tendril.Domain;
using Tendril.Server.Storage;

namespace Tendril.Server.Platform.Web;

/// <summary>
/// Runs a route inside one transaction of the caller's organisation: load, decide, stage in the handler; save and
/// commit here, once. A <see cref="Problem"/> or an exception leaves nothing behind.
/// </summary>
public static class TenantRoutes
{
    /// <summary>A group whose handlers get a <see cref="TendrilDb"/> with an open tenant transaction.</summary>
    public static RouteGroupBuilder MapTenantGroup(this IEndpointRouteBuilder routes, string prefix)
    {
        var group = routes.MapGroup(prefix);
        group.AddEndpointFilter(RunAsync);
        return group;
    }

    private static async ValueTask<object?> RunAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var db = context.HttpContext.RequestServices.GetRequiredService<TendrilDb>();
        var cancel = context.HttpContext.RequestAborted;
        await using var transaction = await db.BeginTenantTransactionAsync(cancel);
        try
        {
            var answer = await next(context);
            if (Refusal(answer) is { } refusal) return refusal;
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return answer;
        }
        catch (Exception broken) when (SaveProblems.Of(broken) is not null)
        {
            return ProblemResults.From(SaveProblems.Of(broken)!);
        }
    }

    private static IResult? Refusal(object? answer) => answer switch
    {
        Problem problem => ProblemResults.From(problem),
        IStatusCodeHttpResult { StatusCode: >= 400 } refused => (IResult)refused,
        _ => null,
    };
}
