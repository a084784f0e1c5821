using System.ComponentModel;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;

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

public static class Lists
{
    /// <summary>Counts, then reads one page.</summary>
    public static async Task<ListPage<TItem>> PageAsync<TRow, TItem>(
        this IQueryable<TRow> rows, ListQuery query, Expression<Func<TRow, TItem>> shape, CancellationToken cancel)
    {
        var total = await rows.CountAsync(cancel);
        var items = await rows.Skip((query.Number - 1) * query.Size).Take(query.Size).Select(shape).ToListAsync(cancel);
        int? next = query.Number * query.Size < total ? query.Number + 1 : null;
        return new ListPage<TItem>(items, total, next);
    }
}
