using System.ComponentModel;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Server.Storage;

namespace Tendril.Server.Platform.Web;

/// <summary>What every list understands.</summary>
public sealed record ListQuery(
    [property: Description("Page, from 1.")] int? Page,
    [property: Description("Rows a page, 1 to 200; 50 unless told.")] int? PageSize,
    [property: Description("A field of the list; a leading minus turns it round.")] string? Sort,
    [property: Description("Text to look for.")] string? Q)
{
    /// <summary>
    /// What makes a wildcard harmless in <see cref="Pattern"/>; LIKE and ILIKE must be told, else nothing does.
    /// </summary>
    public const string Escape = "\\";

    public int Size => Math.Clamp(PageSize ?? 50, 1, 200);

    public int Number => Math.Clamp(Page ?? 1, 1, 100_000);

    /// <summary>The text as a pattern for ILIKE, its own wildcards made harmless; null when empty.</summary>
    public string? Pattern => string.IsNullOrWhiteSpace(Q)
        ? null
        : $"%{Q.Trim().Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}%";
}

/// <summary>One page of a list. <see cref="Next"/> is the next page's number, absent on the last.</summary>
public sealed record ListPage<T>(IReadOnlyList<T> Items, int Total, int? Next);

/// <summary>The fields a list may be sorted by, as a table.</summary>
public sealed class SortTable<TRow>(string standard) : Dictionary<string, Expression<Func<TRow,
    object?>>>(StringComparer.Ordinal)
{
    /// <summary>Orders by the named field, or refuses a name that is not in the table.</summary>
    public Result<IOrderedQueryable<TRow>> Order(IQueryable<TRow> rows, string? sort)
    {
        var wanted = string.IsNullOrEmpty(sort) ? standard : sort;
        var falling = wanted.StartsWith('-');
        if (!TryGetValue(wanted.TrimStart('-'), out var by))
            return ListProblems.SortUnknown.Refuse($"This list cannot be sorted by \"{wanted}\".", "sort",
                $"Use one of: {string.Join(", ", Keys)}.", ProblemKind.Unreadable);
        return Result<IOrderedQueryable<TRow>>.Of(falling ? rows.OrderByDescending(by) : rows.OrderBy(by));
    }
}

/// <summary>Refusals of lists.</summary>
public static class ListProblems
{
    public static readonly ProblemCode SortUnknown = new(
        "list.sort_unknown", "The list has no such field to sort by.", "Use one of the fields named in the help.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [SortUnknown];
}

/// <summary>How the rows of a long list are read once it is known which of them stand on the page.</summary>
/// <param name="Key">What tells the rows apart.</param>
/// <param name="Read">The items of these keys, in any order.</param>
/// <param name="KeyOf">The key of an item that was read.</param>
public sealed record RowsByKey<TRow, TKey, TItem>(
    Expression<Func<TRow, TKey>> Key, Func<IReadOnlyList<TKey>, IQueryable<TItem>> Read, Func<TItem, TKey> KeyOf)
{
    /// <summary>
    /// What a searched text asks of a row, where the rows do not ask it themselves. Apart, it can be tried on the
    /// first rows before all are compared.
    /// </summary>
    public Expression<Func<TRow, bool>>? Found { get; init; }
}

public static class Lists
{
    private const int TriedRows = 400;
    private const int EarlyRows = 1_000;

    /// <summary>Counts, then reads one page. For lists that stay short.</summary>
    public static async Task<ListPage<TItem>> PageAsync<TRow, TItem>(
        this IQueryable<TRow> rows, ListQuery query, Expression<Func<TRow, TItem>> shape, CancellationToken cancel)
    {
        var total = await rows.CountAsync(cancel);
        return Page(query, await On(rows, query).Select(shape).ToListAsync(cancel), total);
    }

    /// <summary>
    /// One page of a list that may be long: first which rows stand on it, then those rows. Otherwise the database puts
    /// every row before the page together too, only to throw it away.
    /// </summary>
    public static async Task<ListPage<TItem>> PageAsync<TRow, TKey, TItem>(
        this IOrderedQueryable<TRow> rows, ListQuery query, RowsByKey<TRow, TKey, TItem> by, CancellationToken cancel)
        where TKey : notnull
    {
        var found = by.Found is null ? rows : rows.Where(by.Found);
        // A text has to be looked for in every row, so those found are counted in the same pass, unless they are many.
        // Without a text both questions are answered from an index, where the count is cheaper alone.
        var (keys, total) = query.Pattern is null || await AreManyAsync(rows, query, by.Found, cancel)
            ? (await On(found, query).Select(by.Key).ToListAsync(cancel), await found.CountAsync(cancel))
            : await FindAsync(found, query, by.Key, cancel);
        if (keys.Count == 0) return Page<TItem>(query, [], total);
        var items = await by.Read(keys).ToDictionaryAsync(by.KeyOf, cancel);
        // A row that went away between the two reads is left out.
        return Page(query, [.. keys.Where(items.ContainsKey).Select(key => items[key])], total);
    }

    /// <summary>
    /// Whether much is found: then an early page is full after a few rows of the index, and counting the rest alone
    /// is cheaper than carrying every row found along. Only where the rows come in the list's own order, which has an
    /// index.
    /// </summary>
    private static async Task<bool> AreManyAsync<TRow>(
        IQueryable<TRow> rows, ListQuery query, Expression<Func<TRow, bool>>? found, CancellationToken cancel) =>
        found is not null && string.IsNullOrEmpty(query.Sort) && query.Number * query.Size <= EarlyRows
            && await rows.Take(TriedRows).Where(found).CountAsync(cancel) >= TriedRows / 4;

    private static async Task<(List<TKey> Keys, int Total)> FindAsync<TRow, TKey>(
        IQueryable<TRow> rows, ListQuery query, Expression<Func<TRow, TKey>> key, CancellationToken cancel)
    {
        var counted = Expression.Lambda<Func<TRow, Counted<TKey>>>(
            Expression.MemberInit(
                Expression.New(typeof(Counted<TKey>)),
                Expression.Bind(typeof(Counted<TKey>).GetProperty(nameof(Counted<>.Key))!, key.Body),
                Expression.Bind(
                    typeof(Counted<TKey>).GetProperty(nameof(Counted<>.Total))!,
                    ((Expression<Func<int>>)(() => Sql.CountOfAll())).Body)),
            key.Parameters);
        var found = await On(rows, query).Select(counted).ToListAsync(cancel);
        // The count comes with the rows; a page behind the last row has none to bring it.
        var total = found.Count > 0 ? found[0].Total : query.Number > 1 ? await rows.CountAsync(cancel) : 0;
        return (found.ConvertAll(row => row.Key), total);
    }

    private sealed record Counted<TKey>
    {
        public required TKey Key { get; init; }

        public int Total { get; init; }
    }

    private static IQueryable<TRow> On<TRow>(IQueryable<TRow> rows, ListQuery query) =>
        rows.Skip((query.Number - 1) * query.Size).Take(query.Size);

    private static ListPage<TItem> Page<TItem>(ListQuery query, IReadOnlyList<TItem> items, int total) =>
        new(items, total, query.Number * query.Size < total ? query.Number + 1 : null);
}
