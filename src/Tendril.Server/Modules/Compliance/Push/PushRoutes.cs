using Microsoft.AspNetCore.Http.HttpResults;
using Tendril.Domain;
using Tendril.Domain.Compliance;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>Telling Metrc about batches: check, push, watch.</summary>
public static class PushRoutes
{
    public sealed record PushBatchRequest(Guid BatchId, string? Location = null,
        IReadOnlyList<string>? ConfirmedWarnings = null);

    /// <summary><c>confirmed</c>: Metrc has it. Anything else: sent or waiting, and not yet confirmed.</summary>
    public sealed record PushBatchAnswer(
        bool Success, string Message, int BatchesCreated, IReadOnlyList<string> Warnings,
            IReadOnlyList<Finding> Findings,
        string Status, Guid OperationId, long? MetrcBatchId);

    public sealed record PushBatchesRequest(IReadOnlyList<PushBatchRequest?> Items);

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
        ILogger<PushBatchHandler> log, CancellationToken cancel)
    {
        var (recorded, refused) = await handler.HandleAsync(
            caller, request.BatchId, request.Location, request.ConfirmedWarnings ?? [], null, cancel);
        if (refused is not null) return Refuse(refused.Problem, refused.MetrcBatchId);
        bell.Ring();
        ReportOperation operation;
        try
        {
            operation = await watch.WaitAsync(caller.Scope, recorded!.OperationId, TimeSpan.FromSeconds(10), cancel);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            // It is on record and will be sent; only the watching failed.
            log.LogError(broken, "Operation {Operation} could not be watched", recorded!.OperationId);
            return Later(recorded);
        }
        if (operation.State == ReportState.Refused)
            return Refuse(PushProblems.RefusedByMetrc.Refuse($"Metrc refused: {operation.Error}", "batchId"), null);
        var confirmed = operation.State is ReportState.Verified or ReportState.Confirmed;
        var answer = new PushBatchAnswer(
            confirmed, MessageOf(operation), confirmed ? 1 : 0, Sentence.Of("Metrc", recorded.Warnings,
                Severity.Warning),
            recorded.Warnings, StatusOf(operation.State), operation.Id, operation.MetrcId);
        return confirmed ? TypedResults.Ok(answer) : TypedResults.Accepted(
            $"/api/compliance/operations/{operation.Id}", answer);
    }

    private static Accepted<PushBatchAnswer> Later(RecordedPush recorded) => TypedResults.Accepted(
        $"/api/compliance/operations/{recorded.OperationId}",
        new PushBatchAnswer(
            false, "Recorded; being sent to Metrc", 0, Sentence.Of("Metrc", recorded.Warnings, Severity.Warning),
            recorded.Warnings, "pending", recorded.OperationId, null));

    private static async Task<IResult> PushManyAsync(
        PushBatchesRequest request, Caller caller, PushBatchHandler handler, ReporterBell bell, TenantUnits units,
            IdSource ids,
        ILogger<PushBatchHandler> log, CancellationToken cancel)
    {
        var items = request.Items.OfType<PushBatchRequest>().ToList();
        if (items.Count < request.Items.Count) return Refuse(PushProblems.ItemMissing.Refuse("An item is empty",
            "items"), null);
        // First without asking the database: how many, and none twice.
        if (new PushBatches([.. items.Select(item => new BatchToPush(item.BatchId,
            $"{item.BatchId}"))]).Check() is { } problem)
            return Refuse(problem, null);
        var bySite = await units.ReadAsync(caller.Scope, db => PushViews.NumbersAsync(db, items, cancel), cancel);
        if (bySite.Select(site => new PushBatches(site).Check()).OfType<Problem>().FirstOrDefault() is { } doubled)
            return Refuse(doubled, null);
        var group = ids.Next();
        List<PushedItem> results = [];
        foreach (var item in items) results.Add(await RecordAsync(item, caller, handler, group, log, cancel));
        bell.Ring();
        return TypedResults.Accepted($"/api/compliance/operations?groupId={group}", new PushBatchesAnswer(group,
            results));
    }

    // One that fails must not hide that those before it are on record.
    private static async Task<PushedItem> RecordAsync(
        PushBatchRequest item, Caller caller, PushBatchHandler handler, Guid group, ILogger log,
            CancellationToken cancel)
    {
        try
        {
            var (recorded, refused) = await handler.HandleAsync(
                caller, item.BatchId, item.Location, item.ConfirmedWarnings ?? [], group, cancel);
            return refused is null
                ? new PushedItem(item.BatchId, "pending", "Recorded; being sent to Metrc",
                    Sentence.Of("Metrc", recorded!.Warnings, Severity.Warning), null, recorded.OperationId)
                : new PushedItem(item.BatchId, "refused", refused.Problem.Message, [], refused.Problem.Code, null);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            log.LogError(broken, "The push of batch {Batch} could not be recorded", item.BatchId);
            return new PushedItem(item.BatchId, "refused", PushProblems.NotRecorded.Cause, [],
                PushProblems.NotRecorded.Code, null);
        }
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
        ReportState.Verified => $"Batch {operation.EntityName} is in Metrc",
        ReportState.Confirmed => $"Metrc accepted batch {operation.EntityName}; it is being read back",
        ReportState.NeedsPerson => "Metrc has something else under this name; a person has to decide",
        ReportState.Recorded or ReportState.Claimed => operation.Error is { } why
            ? $"Not sent yet: {why}"
            : "Recorded; being sent to Metrc",
        _ => "Sent; not yet confirmed by Metrc",
    };
}
