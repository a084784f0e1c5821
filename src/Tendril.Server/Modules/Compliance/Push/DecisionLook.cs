using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Compliance;
using Tendril.Metrc;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>What Metrc held when a person decided.</summary>
/// <param name="Problem">Why the decision cannot be taken; null when it can.</param>
/// <param name="Differences">What is otherwise in Metrc than it was sent.</param>
/// <param name="Said">The exchanges, to be kept as evidence.</param>
public sealed record DecisionFacts(
    Problem? Problem, IReadOnlyList<ReportDifference> Differences, IReadOnlyList<MetrcExchange> Said);

/// <summary>
/// Looks in Metrc before a person's decision counts: nobody confirms what is not there or is another batch's, accepts
/// what they did not see, or sends again what is there.
/// </summary>
public sealed class DecisionLook(TenantUnits units, ReportLines lines, ReportLedger ledger)
{
    private static readonly DecisionFacts Nothing = new(null, [], []);

    public async Task<DecisionFacts> LookAsync(
        ReportOperation operation, ResolveOperation.Request request, CancellationToken cancel)
    {
        if (request.Decision == "give_up") return Nothing;
        var id = request.Decision == "confirm" ? request.MetrcBatchId ?? operation.MetrcId : null;
        if (id is { } wanted && await HeldByAnotherAsync(operation, wanted, cancel) is { } held)
            return Nothing with { Problem = held };
        if ((await lines.OpenAsync(operation, cancel)).Refused(out var problem, out var line))
            return Nothing with { Problem = problem };
        using (line)
        {
            var answer = await PushBatchReport.LookUpAsync(
                PlantBatchPayload.Parse(operation.Payload), id, line, operation.CreatedAt,
                await ledger.NowAsync(cancel), cancel);
            var differences = answer is LookUpAnswer.Present found && found.Id == id ? found.Differences : [];
            var refusal = id is { } confirmed ? Confirm(confirmed, operation, answer, request)
                : SendAgain(operation, answer) ?? await StillThereAsync(operation, line, cancel);
            return new DecisionFacts(refusal, differences, line.Take());
        }
    }

    /// <summary>
    /// One plant batch in Metrc is one of ours. A report that is still on its way would be overtaken silently, and then
    /// stand in doubt for a reason that nobody could see.
    /// </summary>
    private async Task<Problem?> HeldByAnotherAsync(ReportOperation operation, long id, CancellationToken cancel)
    {
        await using var unit = await units.BeginAsync(TenantScope.Server(operation.OrganizationId), cancel);
        var reported = await unit.Db.ReportOperations
            .Where(row => row.SiteId == operation.SiteId && row.MetrcId == id && row.EntityId != operation.EntityId
                && row.State != ReportState.Refused && row.State != ReportState.Verified)
            .Select(row => row.EntityName).FirstOrDefaultAsync(cancel);
        var linked = await unit.Db.MetrcBatchMappings
            .Where(row => row.SiteId == operation.SiteId && row.MetrcBatchId == id && row.ClosedAt == null
                && row.BatchId != operation.EntityId)
            .Join(unit.Db.Batches, row => row.BatchId, batch => batch.Id, (_, batch) => batch.BatchNumber)
            .FirstOrDefaultAsync(cancel);
        var words = linked is not null ? $"is linked to batch {linked}"
            : reported is not null ? $"is held by the report of batch {reported}" : null;
        return words is null ? null
            : PushProblems.HeldByAnother.Refuse(
                $"The plant batch {id} in Metrc {words}", "metrcBatchId", kind: ProblemKind.Conflict);
    }

    /// <summary>
    /// What Metrc once named for this report may bear another name by now; sent again, it would stand twice.
    /// </summary>
    private static async Task<Problem?> StillThereAsync(
        ReportOperation operation, SiteLine line, CancellationToken cancel)
    {
        if (operation.MetrcId is not { } known) return null;
        return await PushBatchReport.StandsAsync(known, line, cancel) switch
        {
            false => null,
            true => PushProblems.StillThere.Refuse(
                $"Metrc still has the plant batch {known} of this report, under another name", "decision",
                kind: ProblemKind.Conflict),
            null => PushProblems.MetrcSilent.Refuse("Metrc's list of plant batches could not be read",
                kind: ProblemKind.Later),
        };
    }

    private static Problem? Confirm(
        long id, ReportOperation operation, LookUpAnswer answer, ResolveOperation.Request request) => answer switch
        {
            // Neither an answer nor a look ever named this id for the report, and the name is another: not ours.
            LookUpAnswer.Present found when found.Id == id && id != operation.MetrcId
                && found.Differences.Any(one => one.Field == "name") => PushProblems.OtherBatch.Refuse(
                    $"The plant batch {id} in Metrc is not named \"{operation.MatchKey}\"", "metrcBatchId"),
            LookUpAnswer.Present found when found.Id == id =>
                found.Differences.All((request.AcceptedDifferences ?? []).Contains)
                    ? null
                    : PushProblems.Differs.Refuse(found.Words!, "acceptedDifferences", kind: ProblemKind.Conflict),
            LookUpAnswer.Failed failed => Silent(failed),
            _ => PushProblems.NotInMetrc.Refuse($"The facility has no plant batch {id} in Metrc", "metrcBatchId"),
        };

    private static Problem? SendAgain(ReportOperation operation, LookUpAnswer answer) => answer switch
    {
        LookUpAnswer.Absent => null,
        LookUpAnswer.Failed failed => Silent(failed),
        _ => PushProblems.StillThere.Refuse(
            $"Metrc still has a plant batch named \"{operation.MatchKey}\"", "decision", kind: ProblemKind.Conflict),
    };

    private static Problem Silent(LookUpAnswer.Failed failed) =>
        PushProblems.MetrcSilent.Refuse(failed.Reason, kind: ProblemKind.Later);
}
