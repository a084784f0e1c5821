namespace Tendril.Metrc.Wire;

/// <summary>
/// One page of a list: rows in Data, counted over all pages by TotalRecords and TotalPages. Total equals TotalRecords
/// and Page equals CurrentPage in every documented answer; live, some lists report 0 records beside rows, and some come
/// as a bare array without this frame.
/// </summary>
public sealed record MetrcPaged<T>
{
    public required IReadOnlyList<T> Data { get; init; }
    public int? Total { get; init; }
    public int? TotalRecords { get; init; }
    public int? PageSize { get; init; }
    public int? RecordsOnPage { get; init; }
    public int? Page { get; init; }
    public int? CurrentPage { get; init; }
    public int? TotalPages { get; init; }
}

/// <summary>
/// What a creating POST answers: the ids in the order of the rows that were sent, and one optional text of warnings.
/// </summary>
public sealed record MetrcWritten
{
    public required IReadOnlyList<long> Ids { get; init; }
    public string? Warnings { get; init; }
}
