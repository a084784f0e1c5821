using System.Runtime.CompilerServices;
using Tendril.Metrc.Wire;

namespace Tendril.Metrc;

/// <summary>
/// Walks a list to its end: the first page tells how many there are, the others come several at a time and are handed
/// on in order. The end is believed page by page, because it moves while one walks.
/// </summary>
internal sealed class MetrcPager<T>(
    MetrcListOf<T> list,
    MetrcSettings settings,
    Func<int, int, CancellationToken, Task<MetrcRead<MetrcPaged<T>>>> fetch)
    where T : class
{
    private readonly Queue<Task<MetrcRead<MetrcPaged<T>>>> coming = new();
    private HashSet<object> before = [];
    private int size = settings.PageSize;

    public async IAsyncEnumerable<MetrcRead<MetrcPage<T>>> WalkAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            for (int number = 1, last = 1, asked = 0; number <= last; number++)
            {
                var atOnce = number == 1 ? 1 : settings.PagesAtOnce;
                while (coming.Count < atOnce && asked < last) coming.Enqueue(fetch(++asked, size, stop.Token));
                var read = await coming.Dequeue();
                if (read.Failed(out var failure, out var page))
                {
                    yield return failure;
                    yield break;
                }
                if (page.TotalPages is null or 0 && Repeats(page)) yield break;
                yield return new MetrcPage<T>(number, page.Data, Counted(page, number), page.TotalPages);
                last = Math.Max(LastOf(page, number), asked);
                if (last > settings.MostPages)
                {
                    yield return new MetrcFailure.Unavailable($"{list.Name} claims {last} pages", null);
                    yield break;
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)Task.WhenAll(coming)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// The last page as this page knows it. Without a count (a bare array where pages were asked for) a full page may
    /// have a next one.
    /// </summary>
    private int LastOf(MetrcPaged<T> page, int number)
    {
        if (number == 1 && page.PageSize is > 0 and var served && !list.Paged) size = served;
        if (page.TotalPages is { } total && (total > 0 || page.Data.Count == 0)) return total;
        return list.Paged && page.Data.Count == settings.PageSize ? number + 1 : number;
    }

    /// <summary>Some lists report 0 records beside rows: that is no count.</summary>
    private static int? Counted(MetrcPaged<T> page, int number)
    {
        if (page.TotalRecords > 0) return page.TotalRecords;
        if (page.Total > 0) return page.Total;
        return number == 1 && page.Data.Count == 0 ? page.TotalRecords : null;
    }

    /// <summary>Whether a service that does not know pages gave the same rows again.</summary>
    private bool Repeats(MetrcPaged<T> page)
    {
        var keys = page.Data.Select(list.Key).ToHashSet();
        var same = before.Count > 0 && keys.SetEquals(before);
        before = keys;
        return same;
    }
}
