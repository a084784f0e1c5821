namespace Tendril.Domain.Compliance;

/// <summary>One batch of a request that pushes many.</summary>
public sealed record BatchToPush(Guid BatchId, string Number);

/// <summary>Pushes many batches; each is judged on its own by <see cref="PushBatch"/> after this.</summary>
public sealed record PushBatches(IReadOnlyList<BatchToPush> Batches)
{
    /// <summary>Refuses the whole request when it is empty, too long or names a batch twice.</summary>
    public Problem? Check()
    {
        var most = PlantBatchRules.Current.MostInOneRequest;
        if (Batches.Count == 0) return FieldRules.Required.Refuse("Items are required", "items");
        if (Batches.Count > most)
            return PlantBatchCodes.TooMany.Refuse(
                $"{Batches.Count} batches are more than {most} in one request", "items");
        var twice = Batches.CountBy(batch => batch.Number.Trim(), StringComparer.OrdinalIgnoreCase)
            .Where(count => count.Value > 1).Select(count => count.Key)
            .Concat(Batches.CountBy(batch => batch.BatchId).Where(count => count.Value > 1)
                .Select(count => Batches.First(batch => batch.BatchId == count.Key).Number))
            .Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        return twice.Length == 0
            ? null
            : PlantBatchCodes.DuplicateNames.Refuse($"Named twice in one request: {string.Join(", ", twice)}", "items");
    }
}
