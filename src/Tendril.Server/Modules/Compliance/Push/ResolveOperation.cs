using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Compliance;
using Tendril.Domain.Rules;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>A person decides where neither we nor Metrc can tell. Decision, name and reason go into the audit
/// log.</summary>
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
        ReportDecisions decisions, ReporterBell bell, CancellationToken cancel)
    {
        var operation = await units.ReadAsync(
            caller.Scope, db => db.ReportOperations.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancel),
                cancel);
        if (operation is null) return ProblemResults.From(OperationRoutes.Unknown);
        if (Check(operation, request).Refused(out var problem, out var reason)) return ProblemResults.From(problem);
        if (request.Decision == "send_again" && await StillThereAsync(operation, lines, ledger, cancel) is { } there)
            return ProblemResults.From(there);
        try
        {
            var decided = await decisions.TakeAsync(operation, request, reason, caller, cancel);
            bell.Ring();
            return TypedResults.Ok(OperationRoutes.View(decided));
        }
        catch (LeaseLostException)
        {
            return ProblemResults.From(PushProblems.NotWaiting.Refuse(
                "Somebody else decided at the same moment", "id", kind: ProblemKind.Conflict));
        }
    }

    private static Result<string> Check(ReportOperation operation, Request request)
    {
        if (operation.State != ReportState.NeedsPerson)
            return PushProblems.NotWaiting.Refuse(
                $"An operation that is {WireName.Of(operation.State)} needs no decision", "id",
                    kind: ProblemKind.Conflict);
        if (request.Decision is not ("confirm" or "send_again" or "give_up"))
            return PushProblems.DecisionUnknown.Refuse($"\"{request.Decision}\" is not a decision", "decision");
        return request.Decision == "confirm" && request.MetrcBatchId is null && operation.MetrcId is null
            ? PushProblems.MetrcIdRequired.Refuse("Which plant batch in Metrc is it?", "metrcBatchId")
            : FieldRules.Current.Text("reason", request.Reason, "reason");
    }

    private static async Task<Problem?> StillThereAsync(
        ReportOperation operation, ReportLines lines, ReportLedger ledger, CancellationToken cancel)
    {
        if ((await lines.OpenAsync(operation, cancel)).Refused(out var problem, out var line)) return problem;
        using (line)
        {
            var found = await PushBatchReport.LookUpAsync(
                PlantBatchPayload.Parse(operation.Payload), null, line, operation.CreatedAt,
                    await ledger.NowAsync(cancel), cancel);
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

/// <summary>Writes a person's decision down: the operation's next state and the line in the audit log,
/// together.</summary>
public sealed class ReportDecisions(ReportLedger ledger, ReportSettlement settlement, IdSource ids)
{
    public Task<ReportOperation> TakeAsync(
        ReportOperation operation, ResolveOperation.Request request, string reason, Caller caller,
            CancellationToken cancel) =>
        ledger.StepAsync(operation, async (unit, row, now) =>
        {
            row.State = ReportTransitions.After(row.State, EventOf(request.Decision)) ?? throw new LeaseLostException();
            // As a worker's claim does: a second decision made from the same screen finds that it is too late.
            row.Fence++;
            row.MetrcId = row.State == ReportState.Recorded ? null : request.MetrcBatchId ?? row.MetrcId;
            row.GivenUpBy = row.State == ReportState.Refused ? caller.Name : null;
            row.Error = $"{caller.Name}: {reason}";
            row.Checks = 0;
            row.LeaseUntil = null;
            row.NextAttemptAt = now;
            Line(row, request, reason).Stage(unit.Db, ids.Next(), now);
            await settlement.StageAsync(unit, row, now, cancel);
        }, caller.Scope, cancel);

    private static AuditLine Line(ReportOperation row, ResolveOperation.Request request, string reason) => new(
        request.Decision, "report_operation", row.Id, row.SiteId,
        new Dictionary<string, object?[]>
        {
            ["state"] = [WireName.Of(ReportState.NeedsPerson), WireName.Of(row.State)],
            ["reason"] = [null, reason],
            ["metrc_id"] = [null, row.MetrcId],
        });

    private static ReportEvent EventOf(string decision) => decision switch
    {
        "confirm" => ReportEvent.PersonConfirms,
        "send_again" => ReportEvent.FoundAbsent,
        _ => ReportEvent.PersonCloses,
    };
}
