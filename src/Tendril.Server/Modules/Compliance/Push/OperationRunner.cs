using Tendril.Domain.Compliance;
using Tendril.Metrc;
using Tendril.Server.Storage;
using Decisions = Tendril.Domain.Compliance.ReportOperation;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>
/// Takes one operation one step further. Each step is on disk before the next begins, so that a death anywhere leaves a
/// row from which the next worker knows what may have happened.
/// </summary>
public sealed class OperationRunner(
    ReportLedger ledger, ReportLines lines, ReportSettlement settlement, ReporterOptions options, TimeProvider time,
    ILogger<OperationRunner> log)
{
    /// <summary>False when there was nothing to do: another worker has it.</summary>
    public async Task<bool> RunAsync(DueOperation due, CancellationToken cancel)
    {
        var operation = await ledger.ClaimAsync(due, cancel);
        if (operation is null) return false;
        try
        {
            await ContinueAsync(operation, cancel);
        }
        catch (LeaseLostException)
        {
            log.LogWarning("Operation {Operation} was taken over by another worker", due.OperationId);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            // The row stays as it is; its lease runs out and the next worker resumes from what is written there.
            log.LogError(broken, "Operation {Operation} broke off; it is resumed after its lease", due.OperationId);
        }
        return true;
    }

    private async Task ContinueAsync(ReportOperation operation, CancellationToken cancel)
    {
        var decision = Facts(operation).Resume(time.GetUtcNow());
        if (decision.State != operation.State) operation = await MoveAsync(operation, decision, cancel);
        if ((await lines.OpenAsync(operation, cancel)).Refused(out var problem, out var line))
        {
            await PostponeAsync(operation, problem.Message, cancel);
            return;
        }
        using (line)
        {
            if (decision.Step == ReportStep.Send) await SendAsync(operation, line, cancel);
            else if (decision.Step == ReportStep.LookUp) await LookUpAsync(operation, line, cancel);
        }
    }

    private async Task SendAsync(ReportOperation operation, SiteLine line, CancellationToken cancel)
    {
        operation = await ledger.StepAsync(operation, (_, row) => Mark(row, ReportEvent.Claim), cancel);
        var marked = time.GetTimestamp();
        operation = await ledger.StepAsync(operation, (_, row) =>
        {
            row.SentAt = time.GetUtcNow();
            row.AnsweredAt = null;
            row.Attempts++;
            row.Checks = 0;
            return Mark(row, ReportEvent.Send);
        }, cancel);
        if (time.GetElapsedTime(marked) >= options.LatestStart) return;
        // Once the request has left, its answer is noted even when the server is stopping.
        var outcome = await PushBatchReport.SendAsync(PlantBatchPayload.Parse(operation.Payload), line);
        var answer = await ReadAsync(operation, line, outcome);
        var decision = Facts(operation).AfterSend(answer, time.GetUtcNow(), options.Timing);
        operation = await SettleAsync(operation, decision, "send", line.Take(), CancellationToken.None);
        if (decision.Step == ReportStep.LookUp && !cancel.IsCancellationRequested)
            await LookUpAsync(operation, line, cancel);
    }

    // A refusal after an earlier send that may have worked can mean "it is there already": look before believing it.
    private async Task<SendAnswer> ReadAsync(ReportOperation operation, SiteLine line, SendOutcome outcome)
    {
        var answer = PushBatchReport.Read(outcome);
        if (answer is not SendAnswer.Refused || operation.Attempts <= 1) return answer;
        var found = await FindAsync(operation, line, CancellationToken.None);
        return found is LookUpAnswer.Present { Matches: true }
            ? new SendAnswer.Unknown("Metrc refused a second send; the first one is there")
            : answer;
    }

    private async Task LookUpAsync(ReportOperation operation, SiteLine line, CancellationToken cancel)
    {
        var askedAt = time.GetUtcNow();
        var answer = await FindAsync(operation, line, cancel);
        var decision = Facts(operation).AfterLookUp(answer, askedAt, time.GetUtcNow(), options.Timing);
        await SettleAsync(operation, decision, operation.State == ReportState.Confirmed ? "read_back"
            : "look_up", line.Take(), cancel);
    }

    private Task<LookUpAnswer> FindAsync(ReportOperation operation, SiteLine line, CancellationToken cancel) =>
        PushBatchReport.LookUpAsync(PlantBatchPayload.Parse(operation.Payload), operation.MetrcId, line, time, cancel);

    private Task<ReportOperation> SettleAsync(
        ReportOperation operation, ReportDecision decision, string step, IReadOnlyList<MetrcExchange> said,
        CancellationToken cancel) =>
        ledger.StepAsync(operation, async (unit, row) =>
        {
            ledger.Keep(unit, row, step, said);
            if (step == "send") row.AnsweredAt = time.GetUtcNow();
            Write(row, decision);
            await settlement.StageAsync(unit, row, cancel);
        }, cancel);

    private Task<ReportOperation> MoveAsync(ReportOperation operation, ReportDecision decision,
        CancellationToken cancel) =>
        ledger.StepAsync(operation, (_, row) =>
        {
            Write(row, decision);
            row.LeaseUntil = operation.LeaseUntil;
            return Task.CompletedTask;
        }, cancel);

    private Task<ReportOperation> PostponeAsync(ReportOperation operation, string why, CancellationToken cancel) =>
        ledger.StepAsync(operation, (_, row) =>
        {
            row.Error = why;
            row.Checks++;
            row.NextAttemptAt = time.GetUtcNow() + options.Timing.PauseAfter(row.Checks);
            row.LeaseUntil = null;
            return Task.CompletedTask;
        }, cancel);

    private static void Write(ReportOperation row, ReportDecision decision)
    {
        row.Checks = row.State == decision.State ? row.Checks + 1 : 0;
        row.State = decision.State;
        row.MetrcId = decision.MetrcId ?? row.MetrcId;
        row.Error = decision.Reason;
        row.NextAttemptAt = decision.At ?? row.NextAttemptAt;
        // Whatever follows may be done by any worker; only a step that this one goes on with keeps the lease.
        row.LeaseUntil = decision is { Step: ReportStep.LookUp, State: ReportState.Confirmed or ReportState.Unknown }
            && row.Checks == 0 ? row.LeaseUntil : null;
    }

    private static Task Mark(ReportOperation row, ReportEvent happened)
    {
        row.State = ReportTransitions.After(row.State, happened)
            ?? throw new InvalidOperationException($"{happened} cannot happen to an operation that is {row.State}.");
        return Task.CompletedTask;
    }

    private static Decisions Facts(ReportOperation row) =>
        new(row.State, row.SentAt, row.AnsweredAt) { MetrcId = row.MetrcId, Tries = row.Checks };
}
