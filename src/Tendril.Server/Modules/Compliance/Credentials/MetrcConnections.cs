using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Values;
using Tendril.Metrc;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Platform;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance;

/// <summary>
/// A site with a client that speaks with its keys. Dispose it after use; the connections below it are shared.
/// </summary>
/// <param name="KeyId">A fingerprint of host and keys, for evidence.</param>
public sealed record SiteMetrc(
    Guid OrganizationId, Guid SiteId, string License, string State, string Environment, SiteZone Zone, string KeyId,
    MetrcClient Client) : IDisposable
{
    public void Dispose() => Client.Dispose();
}

/// <summary>Site → a ready client from its sealed keys.</summary>
public sealed class MetrcConnections(
    TenantUnits units, Seal seal, MetrcAddress addresses, MetrcOptions options, MetrcLimiter limiter,
    MetrcBreakers breakers,
    [FromKeyedServices(MetrcConnections.Handler)] HttpMessageHandler handler, TimeProvider time)
{
    /// <summary>The key of the shared HTTP handler; tests replace it to spoil the weather.</summary>
    public const string Handler = "metrc";

    private readonly ReadRetry retry = new(new Random()) { Tries = options.Tries };

    /// <summary>A client for the site, or the problem that keeps us from Metrc.</summary>
    /// <param name="observe">Sees every exchange; for evidence.</param>
    public async Task<Result<SiteMetrc>> OpenAsync(
        TenantScope scope, Guid siteId, Action<MetrcExchange>? observe, CancellationToken cancel)
    {
        await using var unit = await units.BeginAsync(scope, cancel);
        return await OpenAsync(unit.Db, siteId, observe, cancel);
    }

    /// <summary>The same within the caller's unit of work.</summary>
    public async Task<Result<SiteMetrc>> OpenAsync(
        TendrilDb db, Guid siteId, Action<MetrcExchange>? observe, CancellationToken cancel)
    {
        var site = await db.Sites.AsNoTracking().FirstOrDefaultAsync(row => row.Id == siteId, cancel);
        if (site is null) return SiteProblems.NotFound("siteId");
        var environment = SiteEnvironment.Of(site);
        var credential = await db.MetrcCredentials.AsNoTracking()
            .FirstOrDefaultAsync(row => row.SiteId == siteId && row.Environment == environment, cancel);
        if (credential is null)
            return CredentialProblems.Missing.Refuse("No active Metrc API key found for this site", "siteId");
        if (addresses.For(site.State, environment, credential.BaseUrl)
            .Refused(out var problem, out var address)) return problem;
        if (Unseal(credential).Refused(out problem, out var keys)) return problem;
        return Connect(site, environment, new MetrcConnection(address, keys.Vendor, keys.User), observe);
    }

    /// <summary>Whether the host of a site's keys is left alone just now; null when not, or without keys.</summary>
    public async Task<MetrcPause?> PauseAsync(TendrilDb db, Site site, CancellationToken cancel) =>
        (await BreakerAsync(db, site, cancel))?.Pause;

    /// <summary>What this server knows of the host of a site's keys; null without keys.</summary>
    public async Task<MetrcBreaker?> BreakerAsync(TendrilDb db, Site site, CancellationToken cancel)
    {
        var environment = SiteEnvironment.Of(site);
        var given = await db.MetrcCredentials.AsNoTracking()
            .Where(row => row.SiteId == site.Id && row.Environment == environment).Select(row => row.BaseUrl)
            .FirstOrDefaultAsync(cancel);
        return given is null || addresses.For(site.State, environment, given).Refused(out _, out var address)
            ? null
            : breakers.Of(address);
    }

    /// <summary>A client for keys that are not stored yet.</summary>
    public SiteMetrc Connect(
        Site site, string environment, MetrcConnection connection, Action<MetrcExchange>? observe)
    {
        var settings = new MetrcSettings
        {
            PagesAtOnce = options.PagesAtOnce,
            ReadTimeout = options.ReadTimeout,
            WriteTimeout = options.WriteTimeout,
            Retry = retry,
            Breaker = breakers.Of(connection.BaseAddress),
            Observe = observe,
        };
        var zone = SiteZone.Parse(site.TimeZone).Refused(out _, out var known) ? SiteZone.Utc : known;
        return new SiteMetrc(
            site.OrganizationId, site.Id, site.License, site.State, environment, zone, connection.KeyId,
            new MetrcClient(handler, connection, settings, limiter, time));
    }

    public byte[] SealVendor(Guid organizationId, string key) => seal.Close(organizationId, "metrc-vendor-key", key);

    public byte[] SealUser(Guid organizationId, string key) => seal.Close(organizationId, "metrc-user-key", key);

    private Result<(string Vendor, string User)> Unseal(MetrcCredential row)
    {
        try
        {
            return (seal.Open(row.OrganizationId, "metrc-vendor-key", row.VendorKey),
                seal.Open(row.OrganizationId, "metrc-user-key", row.UserKey));
        }
        catch (CryptographicException)
        {
            return CredentialProblems.Unreadable.Refuse("The Metrc keys of this site cannot be opened", "siteId");
        }
    }
}
