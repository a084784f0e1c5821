namespace Tendril.Metrc;

/// <summary>
/// One page of a list, in the order of the pages. The totals are Metrc's count at the moment of this page; null where
/// the list comes without pages.
/// </summary>
public sealed record MetrcPage<T>(int Number, IReadOnlyList<T> Rows, int? TotalRecords, int? TotalPages);

/// <summary>A whole list, every row once.</summary>
/// <param name="Rows">The rows in the order met; of a row met twice the later state.</param>
/// <param name="TotalRecords">How many rows Metrc counted last, where it counts.</param>
/// <param name="Complete">
/// Whether one walk through all pages saw exactly as many different rows as Metrc counted on each; where it does not
/// count, whether no row came twice. When false, rows moved while they were read: store what came, but take nothing
/// that is missing for gone.
/// </param>
public sealed record MetrcRows<T>(IReadOnlyList<T> Rows, int? TotalRecords, bool Complete);

/// <summary>
/// Keeps count during a walk through pages. A row that changes while one pages jumps to the last page and pulls a
/// neighbour across a page border unseen; the number of different rows then falls short of Metrc's count.
/// </summary>
public sealed class MetrcSweep<T>(Func<T, object> key)
{
    private readonly Dictionary<object, int> places = [];
    private readonly List<T> rows = [];
    private bool moved;
    private bool twice;

    public IReadOnlyList<T> Rows => rows;

    public int? TotalRecords { get; private set; }

    /// <summary>
    /// Whether every page counted the same and as many different rows were seen; where Metrc does not count, whether no
    /// row came twice.
    /// </summary>
    public bool Complete => !moved && (TotalRecords is { } total ? total == rows.Count : !twice);

    public void Add(MetrcPage<T> page)
    {
        moved |= places.Count > 0 && page.TotalRecords != TotalRecords;
        TotalRecords = page.TotalRecords;
        foreach (var row in page.Rows)
        {
            if (places.TryAdd(key(row), rows.Count)) rows.Add(row);
            else (rows[places[key(row)]], twice) = (row, true);
        }
    }
}
