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
    /// <param name="AcceptedDifferences">
    /// To confirm what is otherwise in Metrc than it was sent: the differences as they were shown. Whatever else
    /// differs by then is not accepted.
    /// </param>
    public sealed record Request(
        string Decision, string Reason, long? MetrcBatchId = null,
        IReadOnlyList<ReportDifference?>? AcceptedDifferences = null);

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGroup("/api/compliance/operations").WithTags("Compliance: push")
            .MapPost("/{id:guid}/resolve", HandleAsync).Needs("compliance:approve")
            .Produces<OperationRoutes.OperationView>()
            .WithSummary("Decide about an operation that needs a person")
            .ProducesProblem(409).ProducesProblem(422).ProducesProblem(503)
            .WithDescription(
                "Metrc is looked at first. send_again: while Metrc holds an object of this name, nothing is sent. "
                + "confirm: what differs is refused with report.differs_in_metrc and its differences, until they are "
                + "sent back as acceptedDifferences.");

    private static async Task<IResult> HandleAsync(
        Guid id, Request request, Caller caller, TenantUnits units, DecisionLook look, ReportDecisions decisions,
        ReporterBell bell, CancellationToken cancel)
    {
        var operation = await units.ReadAsync(
            caller.Scope, db => db.ReportOperations.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancel),
                cancel);
        if (operation is null) return ProblemResults.From(OperationRoutes.Unknown);
        if (Check(operation, request).Refused(out var problem, out var reason)) return ProblemResults.From(problem);
        var facts = await look.LookAsync(operation, request, cancel);
        if (facts.Problem is { } otherwise)
            return ProblemResults.From(otherwise, more: facts.Differences.Count == 0 ? null
                : new Dictionary<string, object?> { ["differences"] = facts.Differences });
        try
        {
            var decided = await decisions.TakeAsync(
                operation, new Decided(request.Decision, request.MetrcBatchId, reason, facts), caller, cancel);
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
}

/// <summary>A decision that may be taken.</summary>
public sealed record Decided(string Decision, long? MetrcBatchId, string Reason, DecisionFacts Facts);

/// <summary>
/// Writes a person's decision down: the operation's next state, what was seen in Metrc, and the line in the audit log.
/// </summary>
public sealed class ReportDecisions(ReportLedger ledger, ReportSettlement settlement, IdSource ids)
{
    public Task<ReportOperation> TakeAsync(
        ReportOperation operation, Decided decided, Caller caller, CancellationToken cancel) =>
        ledger.StepAsync(operation, async (unit, row, now) =>
        {
            row.State = ReportTransitions.After(row.State, EventOf(decided.Decision)) ?? throw new LeaseLostException();
            // As a worker's claim does: a second decision made from the same screen finds that it is too late.
            row.Fence++;
            row.MetrcId = row.State == ReportState.Recorded ? null : decided.MetrcBatchId ?? row.MetrcId;
            row.GivenUpBy = row.State == ReportState.Refused ? caller.Name : null;
            var accepted = decided.Facts.Differences;
            row.AcceptedDifferences = KeptDifferences.Of(accepted);
            row.AcceptedBy = accepted.Count == 0 ? null : caller.Name;
            row.Error = $"{caller.Name}: {decided.Reason}";
            row.Checks = 0;
            row.LeaseUntil = null;
            row.NextAttemptAt = now;
            ledger.Keep(unit, row, "look_up", decided.Facts.Said);
            Line(row, decided).Stage(unit.Db, ids.Next(), now);
            await settlement.StageAsync(unit, row, now, cancel);
        }, caller.Scope, cancel);

    private static AuditLine Line(ReportOperation row, Decided decided)
    {
        var changes = new Dictionary<string, object?[]>
        {
            ["state"] = [WireName.Of(ReportState.NeedsPerson), WireName.Of(row.State)],
            ["reason"] = [null, decided.Reason],
            ["metrc_id"] = [null, row.MetrcId],
        };
        foreach (var one in decided.Facts.Differences) changes[$"accepted.{one.Field}"] = [one.Ours, one.Metrc];
        return new AuditLine(decided.Decision, "report_operation", row.Id, row.SiteId, changes);
    }

    private static ReportEvent EventOf(string decision) => decision switch
    {
        "confirm" => ReportEvent.PersonConfirms,
        "send_again" => ReportEvent.FoundAbsent,
        _ => ReportEvent.PersonCloses,
    };
}
