using Tendril.Domain.Compliance;
using Tendril.Metrc;
using Tendril.Metrc.Wire;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>How a plant batch is told to the state, and how we check that it arrived.</summary>
public static class PushBatchReport
{
    /// <summary>Sends, once. Bounded by the client's own time limit, never cut short from outside.</summary>
    public static Task<SendOutcome> SendAsync(PlantBatchPayload payload, SiteLine line) =>
        line.Client.SendAsync(MetrcWrite.FromJson(payload.Call, payload.Body), line.License, CancellationToken.None);

    /// <summary>What the client's outcome means for the ledger.</summary>
    public static SendAnswer Read(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Accepted accepted => new SendAnswer.Accepted(accepted.Ids[0]),
        SendOutcome.Refused refused => new SendAnswer.Refused(string.Join(" ", refused.Errors.Select(error =>
            error.Message))),
        SendOutcome.Wait wait => new SendAnswer.Wait(wait.RetryAfter, wait.Reason),
        SendOutcome.Unknown unknown => new SendAnswer.Unknown(unknown.Reason),
        _ => throw new InvalidOperationException($"{outcome.GetType().Name} is no outcome of a send."),
    };

    /// <summary>
    /// By its id where Metrc named one, else by its name, which is unique in a facility. Absent only when every list
    /// that could
    /// hold it, back to <paramref name="since"/>, was read to its end.
    /// </summary>
    /// <param name="since">When it was first sent; null when it may be of any age within a day.</param>
    public static async Task<LookUpAnswer> LookUpAsync(
        PlantBatchPayload payload, long? id, SiteLine line, DateTimeOffset? since, DateTimeOffset now,
            CancellationToken cancel)
    {
        if (id is { } known)
        {
            var one = await line.Client.OneAsync(MetrcApi.PlantBatchById, line.License, known, cancel);
            if (!one.Failed(out var failure, out var batch)) return Compare(payload, batch);
            // 404, or 401 for another facility's object, goes on to the lists; anything else says nothing about the
            // batch.
            if (failure is not MetrcFailure.Refused { Status: 404 or 401 }) return new LookUpAnswer.Failed(
                failure.Message);
        }
        var active = await line.Client.ListAsync(MetrcApi.ActivePlantBatches, line.License, null, cancel);
        if (active.Failed(out var lost, out var list)) return new LookUpAnswer.Failed(lost.Message);
        if (Judge(payload, list.Rows) is { } found) return found;
        if (!list.Complete) return new LookUpAnswer.Failed("The list of plant batches moved while it was read.");
        return await LookAmongInactiveAsync(payload, line, since, now, cancel);
    }

    // A batch can be emptied within minutes; then it is in the archive, which Metrc only shows a day at a time.
    // Metrc's clock may
    // differ from ours, so an hour is added at both ends.
    private static async Task<LookUpAnswer> LookAmongInactiveAsync(
        PlantBatchPayload payload, SiteLine line, DateTimeOffset? since, DateTimeOffset now, CancellationToken cancel)
    {
        var from = since is { } sent && sent < now.AddHours(-22) ? sent : now.AddHours(-22);
        foreach (var window in ModifiedWindows.Split(from.AddHours(-1), now.AddHours(1)))
        {
            var inactive = await line.Client.ListAsync(MetrcApi.InactivePlantBatches, line.License, window, cancel);
            if (inactive.Failed(out var lost, out var list)) return new LookUpAnswer.Failed(lost.Message);
            if (Judge(payload, list.Rows) is { } found) return found;
            if (!list.Complete) return new LookUpAnswer.Failed("The archive of plant batches moved while it was read.");
        }
        return new LookUpAnswer.Absent();
    }

    /// <summary>Whether a plant batch of this id still stands in the facility's list; null when the list could not be
    /// read.</summary>
    public static async Task<bool?> StandsAsync(long id, SiteLine line, CancellationToken cancel)
    {
        var active = await line.Client.ListAsync(MetrcApi.ActivePlantBatches, line.License, null, cancel);
        if (active.Failed(out _, out var list)) return null;
        return list.Rows.Any(row => row.Id == id) ? true : list.Complete ? false : null;
    }

    private static LookUpAnswer? Judge(PlantBatchPayload payload, IReadOnlyList<MetrcPlantBatch> rows)
    {
        var same = rows.Where(row => row.Name.Trim().Equals(payload.Name, StringComparison.OrdinalIgnoreCase)).ToList();
        return same.Count switch
        {
            0 => null,
            1 => Compare(payload, same[0]),
            _ => new LookUpAnswer.CannotTell($"Metrc has {same.Count} plant batches named \"{payload.Name}\"."),
        };
    }

    private static LookUpAnswer.Present Compare(PlantBatchPayload sent, MetrcPlantBatch there)
    {
        // Plants may have been tagged, packaged or destroyed since; together they are still what was planted.
        var planted = there.UntrackedCount + there.TrackedCount + there.PackagedCount + there.DestroyedCount;
        List<ReportDifference> differences = [];
        Note(differences, "name", sent.Name, there.Name);
        Note(differences, "strain", sent.Strain, there.StrainName);
        Note(differences, "type", sent.Type, there.PlantBatchTypeName);
        if (planted != sent.Count) differences.Add(new ReportDifference("plantCount", $"{sent.Count}", $"{planted}"));
        if (there.PlantedDate is { } day && day != sent.PlantedOn)
            differences.Add(new ReportDifference("plantedDate", $"{sent.PlantedOn:yyyy-MM-dd}", $"{day:yyyy-MM-dd}"));
        return new LookUpAnswer.Present(there.Id, differences);
    }

    private static void Note(List<ReportDifference> differences, string field, string sent, string? there)
    {
        // An enum that came as a bare number cannot be compared with a word.
        if (there is null || int.TryParse(there, out _)) return;
        if (!there.Trim().Equals(sent.Trim(), StringComparison.OrdinalIgnoreCase))
            differences.Add(new ReportDifference(field, sent.Trim(), KeptText.Of(there.Trim(), 200)!));
    }
}
