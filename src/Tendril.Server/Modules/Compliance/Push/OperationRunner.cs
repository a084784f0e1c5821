using Tendril.Domain.Compliance;
using Tendril.Metrc;
using Decisions = Tendril.Domain.Compliance.ReportOperation;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>
/// Takes one operation one step further. Each step is on disk before the next begins, so that a death anywhere leaves
/// a row from
/// which the next worker knows what may have happened.
/// </summary>
public sealed class OperationRunner(
    ReportLedger ledger, ReportLines lines, ReportSettlement settlement, ReportWaits waits, ReporterOptions options,
    TimeProvider time, ILogger<OperationRunner> log)
{
    /// <summary>False when nothing was moved: another worker has it, or it broke off.</summary>
    public async Task<bool> RunAsync(DueOperation due, CancellationToken cancel)
    {
        var operation = await ledger.ClaimAsync(due, cancel);
        if (operation is null) return false;
        try
        {
            await ContinueAsync(operation, cancel);
            return true;
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
        return false;
    }

    private async Task ContinueAsync(ReportOperation operation, CancellationToken cancel)
    {
        var decision = Facts(operation).Resume(await ledger.NowAsync(cancel));
        if (decision.State != operation.State) operation = await MoveAsync(operation, decision, cancel);
        if ((await lines.OpenAsync(operation, cancel)).Refused(out var problem, out var line))
        {
            await PostponeAsync(operation, problem.Message, cancel);
            return;
        }
        using (line)
        {
            if (await line.AwayAsync(cancel) is { } away) await WaitForMetrcAsync(operation, away, cancel);
            else if (decision.Step == ReportStep.Send) await SendAsync(operation, line, cancel);
            else if (decision.Step == ReportStep.LookUp) await LookUpAsync(operation, line, cancel);
        }
    }

    private async Task SendAsync(ReportOperation operation, SiteLine line, CancellationToken cancel)
    {
        operation = await ledger.StepAsync(operation, (_, row, _) => Mark(row, ReportEvent.Claim), cancel);
        var began = (Ticks: time.GetTimestamp(), Clock: time.GetUtcNow());
        operation = await ledger.StepAsync(operation, (_, row, now) =>
        {
            row.SentAt = now;
            row.AnsweredAt = null;
            row.Attempts++;
            return Mark(row, ReportEvent.Send);
        }, cancel);
        if (IsTooLate(began)) return;
        // Once the request has left, its answer is noted even when the server is stopping.
        var outcome = await PushBatchReport.SendAsync(PlantBatchPayload.Parse(operation.Payload), line);
        var answer = await ReadAsync(operation, line, outcome);
        var settled = await SettleAsync(
            operation, "send", line.Take(),
            // A wait grows with the sends before it; nothing else counts tries between two sends.
            (row, now) => (Facts(row) with { Tries = row.Attempts - 1 }).AfterSend(answer, now, options.Timing),
                CancellationToken.None);
        if (settled is { Step: ReportStep.LookUp } && !cancel.IsCancellationRequested)
            await LookUpAsync(settled.Operation, line, cancel);
    }

    // A worker that was paused between the mark and the send (a stopped machine, a closed lid) must not send: another
    // one may have
    // looked already. Sleep stops one of the two clocks, a correction of the time the other.
    private bool IsTooLate((long Ticks, DateTimeOffset Clock) began) =>
        time.GetElapsedTime(began.Ticks) >= options.LatestStart
            || time.GetUtcNow() - began.Clock >= options.LatestStart;

    // A refusal after an earlier send that may have worked can mean "it is there already". Only a look that finds
    // nothing lets us
    // believe it.
    private async Task<SendAnswer> ReadAsync(ReportOperation operation, SiteLine line, SendOutcome outcome)
    {
        var answer = PushBatchReport.Read(outcome);
        if (answer is not SendAnswer.Refused refused || operation.Attempts <= 1) return answer;
        var found = await FindAsync(operation, line, await ledger.NowAsync(CancellationToken.None),
            CancellationToken.None);
        return found is LookUpAnswer.Absent
            ? refused
            : new SendAnswer.Unknown(
                $"Metrc refused a second send ({refused.Words}); whether the first one is there is being checked");
    }

    private async Task LookUpAsync(ReportOperation operation, SiteLine line, CancellationToken cancel)
    {
        var askedAt = await ledger.NowAsync(cancel);
        var answer = await FindAsync(operation, line, askedAt, cancel);
        var step = operation.State == ReportState.Confirmed ? "read_back" : "look_up";
        await SettleAsync(operation, step, line.Take(), (row, now) =>
        {
            if (answer is LookUpAnswer.Present found) row.Differences = KeptDifferences.Of(found.Differences);
            return Facts(row).AfterLookUp(answer, askedAt, now, options.Timing);
        }, cancel);
    }

    private static Task<LookUpAnswer> FindAsync(
        ReportOperation operation, SiteLine line, DateTimeOffset now, CancellationToken cancel) =>
        PushBatchReport.LookUpAsync(
            PlantBatchPayload.Parse(operation.Payload), operation.MetrcId, line, operation.CreatedAt, now, cancel);

    private sealed record Settled(ReportOperation Operation, ReportStep Step);

    private async Task<Settled> SettleAsync(
        ReportOperation operation, string step, IReadOnlyList<MetrcExchange> said,
        Func<ReportOperation, DateTimeOffset, ReportDecision> decide, CancellationToken cancel)
    {
        var next = ReportStep.Done;
        var stored = await ledger.StepAsync(operation, async (unit, row, now) =>
        {
            ledger.Keep(unit, row, step, said);
            var decision = decide(row, now);
            if (step == "send") row.AnsweredAt = now;
            Write(row, decision);
            next = decision.Step;
            await settlement.StageAsync(unit, row, now, cancel);
            await waits.TellAsync(unit.Db, row, now, cancel);
        }, cancel);
        return new Settled(stored, next);
    }

    private Task<ReportOperation> MoveAsync(ReportOperation operation, ReportDecision decision,
        CancellationToken cancel) =>
        ledger.StepAsync(operation, (_, row, _) =>
        {
            Write(row, decision);
            row.LeaseUntil = operation.LeaseUntil;
            return Task.CompletedTask;
        }, cancel);

    private Task<ReportOperation> PostponeAsync(ReportOperation operation, string why, CancellationToken cancel) =>
        ledger.StepAsync(operation, (unit, row, now) =>
        {
            row.Error = KeptText.Of(why, 4000);
            row.Checks++;
            row.NextAttemptAt = now + options.Timing.PauseAfter(row.Checks);
            row.LeaseUntil = null;
            return waits.TellAsync(unit.Db, row, now, cancel);
        }, cancel);

    // Nothing was asked, so nothing is counted: the state stays, what is unknown stays unknown.
    private Task<ReportOperation> WaitForMetrcAsync(
        ReportOperation operation, MetrcFailure.Unavailable away, CancellationToken cancel) =>
        ledger.StepAsync(operation, (unit, row, now) =>
        {
            row.Error = KeptText.Of(away.Reason, 4000);
            row.NextAttemptAt = now + (away.RetryAfter ?? options.Timing.Retry);
            row.LeaseUntil = null;
            return waits.TellAsync(unit.Db, row, now, cancel);
        }, cancel);

    private static void Write(ReportOperation row, ReportDecision decision)
    {
        row.Checks = row.State == decision.State ? row.Checks + 1 : 0;
        row.State = decision.State;
        row.MetrcId = decision.MetrcId ?? row.MetrcId;
        row.Error = KeptText.Of(decision.Reason, 4000);
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
        new(row.State, row.SentAt, row.AnsweredAt)
        {
            MetrcId = row.MetrcId,
            Tries = row.Checks,
            Accepted = KeptDifferences.Read(row.AcceptedDifferences),
        };
}
