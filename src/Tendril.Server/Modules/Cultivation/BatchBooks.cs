using Microsoft.EntityFrameworkCore;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Platform.Csv;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Cultivation;

/// <summary>What an import of batches looks up, read once for all rows.</summary>
internal sealed class BatchBooks
{
    private readonly Dictionary<string, Site> _sites = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Guid> _cultivars = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(Guid, string), Batch?> _batches = [];
    private Site? _usual;

    /// <param name="usualSite">The site of rows that name none; with a single site it need not be said.</param>
    public static async Task<BatchBooks> ReadAsync(TendrilDb db, Guid? usualSite, CancellationToken cancel)
    {
        var books = new BatchBooks();
        var sites = await db.Sites.AsNoTracking().Where(site => site.Active).ToListAsync(cancel);
        foreach (var site in sites)
        {
            books._sites.TryAdd(site.License, site);
            books._sites.TryAdd(site.Name, site);
        }

        books._usual = usualSite is null && sites.Count == 1 ? sites[0] : sites.Find(site => site.Id == usualSite);
        var cultivars = await db.Cultivars.AsNoTracking().Where(row => row.Active).ToListAsync(cancel);
        foreach (var cultivar in cultivars) books._cultivars.TryAdd(cultivar.Name, cultivar.Id);
        foreach (var batch in await db.Batches.AsNoTracking().ToListAsync(cancel))
            books._batches.TryAdd(Key(batch.SiteId, batch.BatchNumber), batch);
        return books;
    }

    public Site? SiteOf(CsvRow row)
    {
        var named = row.Text("site");
        var site = named is null ? _usual : _sites.GetValueOrDefault(named);
        if (site is null)
            row.Add("site", CultivationProblems.SiteUnknown, named is null ? "The row names no site"
                : $"You have no site \"{named}\"");
        return site;
    }

    public Guid? CultivarOf(CsvRow row)
    {
        if (row.Text("cultivar") is not { } name) return null;
        if (_cultivars.TryGetValue(name, out var id)) return id;
        row.Add("cultivar", CultivationProblems.CultivarUnknown, $"There is no cultivar \"{name}\" in use");
        return null;
    }

    /// <summary>
    /// Notes the number. False when the site has it already (<paramref name="existing"/>) or an earlier row of the file
    /// (then null).
    /// </summary>
    public bool IsNew(Guid siteId, string? number, out Batch? existing)
    {
        var key = Key(siteId, number ?? "");
        existing = _batches.GetValueOrDefault(key);
        return _batches.TryAdd(key, null);
    }

    private static (Guid, string) Key(Guid siteId, string number) => (siteId, number.Trim().ToUpperInvariant());
}
