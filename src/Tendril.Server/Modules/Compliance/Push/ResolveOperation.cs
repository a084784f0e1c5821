using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Compliance;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>
/// A person decides where neither we nor Metrc can tell. Their name and reason stay with the operation.
/// </summary>
public static class ResolveOperation
{
    /// <param name="Decision">confirm, send_again or give_up.</param>
    /// <param name="MetrcBatchId">Which object in Metrc it is; needed to confirm.</param>
    public sealed record Request(string Decision, string Reason, long? MetrcBatchId = null);

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGroup("/api/compliance/operations").WithTags("Compliance: push")
            .MapPost("/{id:guid}/resolve", HandleAsync).Needs("compliance:approve")
            .Produces<OperationRoutes.OperationView>()
            .WithSummary("Decide about an operation that needs a person")
            .WithDescription("send_again looks first: while Metrc holds an object of this name, nothing is sent.");

    private static async Task<IResult> HandleAsync(
        Guid id, Request request, Caller caller, TenantUnits units, ReportLines lines, ReportLedger ledger,
        ReportSettlement settlement, ReporterBell bell, TimeProvider time, CancellationToken cancel)
    {
        var operation = await units.ReadAsync(
            caller.Scope, db => db.ReportOperations.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancel),
            cancel);
        if (operation is null) return ProblemResults.From(OperationRoutes.Unknown);
        if (Check(operation, request) is { } problem) return ProblemResults.From(problem);
        var note = $"{caller.Name}: {request.Reason.Trim()}";
        if (request.Decision == "send_again" && await StillThereAsync(operation, lines, time, cancel) is { } there)
            return ProblemResults.From(there);
        var decided = await ledger.StepAsync(operation, async (unit, row) =>
        {
            row.State = ReportTransitions.After(row.State, EventOf(request.Decision))
                ?? throw new LeaseLostException();
            row.MetrcId = request.MetrcBatchId ?? row.MetrcId;
            row.Error = note;
            row.Checks = 0;
            row.NextAttemptAt = time.GetUtcNow();
            if (row.State == ReportState.Recorded) row.MetrcId = null;
            await settlement.StageAsync(unit, row, cancel);
        }, caller.Scope, cancel);
        bell.Ring();
        return TypedResults.Ok(OperationRoutes.View(decided));
    }

    private static Problem? Check(ReportOperation operation, Request request) => (operation.State, request) switch
    {
        (not ReportState.NeedsPerson, _) => PushProblems.NotWaiting.Refuse(
            $"An operation that is {WireName.Of(operation.State)} needs no decision", "id", kind: ProblemKind.Conflict),
        (_, { Decision: not ("confirm" or "send_again" or "give_up") }) =>
            PushProblems.DecisionUnknown.Refuse($"\"{request.Decision}\" is not a decision", "decision"),
        (_, { Reason: var reason }) when string.IsNullOrWhiteSpace(reason) =>
            PushProblems.ReasonRequired.Refuse("A reason is required", "reason"),
        (_, { Decision: "confirm", MetrcBatchId: null }) when operation.MetrcId is null =>
            PushProblems.MetrcIdRequired.Refuse("Which plant batch in Metrc is it?", "metrcBatchId"),
        _ => null,
    };

    private static ReportEvent EventOf(string decision) => decision switch
    {
        "confirm" => ReportEvent.PersonConfirms,
        "send_again" => ReportEvent.FoundAbsent,
        _ => ReportEvent.PersonCloses,
    };

    private static async Task<Problem?> StillThereAsync(
        ReportOperation operation, ReportLines lines, TimeProvider time, CancellationToken cancel)
    {
        if ((await lines.OpenAsync(operation, cancel)).Refused(out var problem, out var line)) return problem;
        using (line)
        {
            var found = await PushBatchReport.LookUpAsync(PlantBatchPayload.Parse(operation.Payload), null, line, time,
                cancel);
            return found switch
            {
                LookUpAnswer.Absent => null,
                LookUpAnswer.Failed failed => PushProblems.MetrcSilent.Refuse(failed.Reason, kind: ProblemKind.Later),
                _ => PushProblems.StillThere.Refuse(
                    $"Metrc still has a plant batch named \"{operation.MatchKey}\"", "decision",
                    kind: ProblemKind.Conflict),
            };
        }
    }
}
