using Tendril.Domain;
using Tendril.Domain.Compliance;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>Telling Metrc about batches: check, push, watch.</summary>
public static class PushRoutes
{
    public sealed record PushBatchRequest(
        Guid BatchId, string? Location = null, IReadOnlyList<string>? ConfirmedWarnings = null);

    /// <summary><c>confirmed</c>: Metrc has it. Anything else: sent or waiting, and not yet confirmed.</summary>
    public sealed record PushBatchAnswer(
        bool Success, string Message, int BatchesCreated, IReadOnlyList<string> Warnings,
        IReadOnlyList<Finding> Findings,
        string Status, Guid OperationId, long? MetrcBatchId);

    public sealed record PushBatchesRequest(IReadOnlyList<PushBatchRequest> Items);

    public sealed record PushedItem(
        Guid BatchId, string Status, string Message, IReadOnlyList<string> Warnings, string? Code, Guid? OperationId);

    public sealed record PushBatchesAnswer(Guid OperationGroupId, IReadOnlyList<PushedItem> Results);

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/compliance").WithTags("Compliance: push");
        group.MapPost("/push-batch", PushAsync).Needs("compliance:push")
            .WithSummary("Create a plant batch in Metrc").Produces<PushBatchAnswer>().Produces<PushBatchAnswer>(202)
            .WithDescription(
                "Answers 200 once Metrc confirmed, 202 when it has not within 10 s: then watch sync-status.");
        group.MapPost("/push-batches", PushManyAsync).Needs("compliance:push")
            .WithSummary("Create up to 100 plant batches in Metrc").Produces<PushBatchesAnswer>(202);
        PushViews.Map(app.MapTenantGroup("/api/compliance").WithTags("Compliance: push"));
        OperationRoutes.Map(app);
        UnlinkBatch.Map(app);
    }

    private static async Task<IResult> PushAsync(
        PushBatchRequest request, Caller caller, PushBatchHandler handler, ReporterBell bell, OperationWatch watch,
        CancellationToken cancel)
    {
        var (recorded, refused) = await handler.HandleAsync(
            caller, request.BatchId, request.Location, request.ConfirmedWarnings ?? [], null, cancel);
        if (refused is not null) return Refuse(refused.Problem, refused.MetrcBatchId);
        bell.Ring();
        var operation = await watch.WaitAsync(caller.Scope, recorded!.OperationId, TimeSpan.FromSeconds(10), cancel);
        if (operation.State == ReportState.Refused)
            return Refuse(PushProblems.RefusedByMetrc.Refuse($"Metrc refused: {operation.Error}", "batchId"), null);
        var confirmed = operation.State is ReportState.Verified or ReportState.Confirmed;
        var answer = new PushBatchAnswer(
            confirmed, MessageOf(operation), confirmed ? 1
            : 0, Sentence.Of("Metrc", recorded.Warnings, Severity.Warning),
            recorded.Warnings, StatusOf(operation.State), operation.Id, operation.MetrcId);
        return confirmed ? TypedResults.Ok(answer)
            : TypedResults.Accepted($"/api/compliance/operations/{operation.Id}", answer);
    }

    private static async Task<IResult> PushManyAsync(
        PushBatchesRequest request, Caller caller, PushBatchHandler handler, ReporterBell bell, TenantUnits units,
        IdSource ids,
        CancellationToken cancel)
    {
        var numbers =
            await units.ReadAsync(caller.Scope, db => PushViews.NumbersAsync(db, request.Items, cancel), cancel);
        var named = request.Items.Select(item =>
            new BatchToPush(item.BatchId, numbers.GetValueOrDefault(item.BatchId, $"{item.BatchId}")));
        if (new PushBatches([.. named]).Check() is { } problem) return Refuse(problem, null);
        var group = ids.Next();
        List<PushedItem> results = [];
        foreach (var item in request.Items)
        {
            var (recorded, refused) = await handler.HandleAsync(
                caller, item.BatchId, item.Location, item.ConfirmedWarnings ?? [], group, cancel);
            results.Add(refused is null
                ? new PushedItem(item.BatchId, "pending", "Recorded; being sent to Metrc",
                    Sentence.Of("Metrc", recorded!.Warnings, Severity.Warning), null, recorded.OperationId)
                : new PushedItem(item.BatchId, "refused", refused.Problem.Message, [], refused.Problem.Code, null));
        }
        bell.Ring();
        return TypedResults.Accepted(
            $"/api/compliance/operations?groupId={group}", new PushBatchesAnswer(group, results));
    }

    /// <summary>A refusal as the documented answer of these endpoints: ProblemDetails with a few words more.</summary>
    public static IResult Refuse(Problem problem, long? metrcBatchId)
    {
        var more = new Dictionary<string, object?>
        {
            ["success"] = false,
            ["message"] = problem.Message,
            ["errors"] = problem.Findings.Count > 0
                ? Sentence.Of("Metrc", problem.Findings, Severity.Error)
                : [problem.Message],
            ["findings"] = problem.Findings,
        };
        if (metrcBatchId is { } id) more["metrcBatchId"] = id;
        return ProblemResults.From(problem with { Findings = [] }, more: more);
    }

    private static string StatusOf(ReportState state) => state switch
    {
        ReportState.Verified or ReportState.Confirmed => "confirmed",
        ReportState.Unknown or ReportState.NeedsPerson => "unknown",
        _ => "pending",
    };

    private static string MessageOf(ReportOperation operation) => operation.State switch
    {
        ReportState.Verified or ReportState.Confirmed => $"Batch {operation.EntityName} is in Metrc",
        ReportState.NeedsPerson => "Metrc has something else under this name; a person has to decide",
        ReportState.Recorded or ReportState.Claimed => operation.Error is { } why
            ? $"Not sent yet: {why}"
            : "Recorded; being sent to Metrc",
        _ => "Sent; not yet confirmed by Metrc",
    };
}
