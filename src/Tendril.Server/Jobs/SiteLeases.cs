using Npgsql;
using Tendril.Server.Storage;

namespace Tendril.Server.Jobs;

/// <summary>The right to work on one site, with the epoch that every write must name.</summary>
public sealed record SiteLease(Guid OrganizationId, Guid SiteId, string Purpose, long Epoch, string Holder, Guid RunId)
{
    /// <summary>
    /// Refuses the transaction when somebody took the site over since. Call it first in every write transaction: until
    /// the commit nobody can.
    /// </summary>
    /// <exception cref="LeaseLostException">Another run holds the site now.</exception>
    public async Task AssertAsync(TenantUnit unit, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT tendril.assert_lease($1, $2, $3)", unit.Connection);
        command.Parameters.Add(new() { Value = SiteId });
        command.Parameters.Add(new() { Value = Purpose });
        command.Parameters.Add(new() { Value = Epoch });
        try
        {
            await command.ExecuteNonQueryAsync(cancel);
        }
        catch (PostgresException lost) when (lost.SqlState == "TL001")
        {
            throw new LeaseLostException();
        }
    }
}

/// <summary>This run no longer holds its site; whatever it still has in hand must not be written.</summary>
public sealed class LeaseLostException() : Exception("Another run took this site over.");

/// <summary>Who works on which site, over all servers.</summary>
public sealed class SiteLeases([FromKeyedServices("system")] NpgsqlDataSource system, JobOptions options)
{
    private const string Key = "organization_id = $1 AND site_id = $2 AND purpose = $3";

    /// <summary>This process, as written into leases.</summary>
    public string Holder { get; } = $"{Environment.MachineName}:{Environment.ProcessId}:{Convert.ToHexStringLower(
        System.Security.Cryptography.RandomNumberGenerator.GetBytes(4))}";

    /// <summary>The lease, or null while somebody else holds it.</summary>
    public async Task<SiteLease?> AcquireAsync(
        Guid organizationId, Guid siteId, string purpose, Guid runId, CancellationToken cancel)
    {
        await using var command = Command($"""
            INSERT INTO access.site_leases AS held
              (organization_id, site_id, purpose, epoch, holder, run_id, acquired_at, expires_at)
            VALUES ($1, $2, $3, 1, $4, $5, clock_timestamp(), clock_timestamp() + $6)
            ON CONFLICT (organization_id, site_id, purpose) DO UPDATE SET
              epoch = held.epoch + 1, holder = excluded.holder, run_id = excluded.run_id,
              acquired_at = excluded.acquired_at, expires_at = excluded.expires_at
            WHERE held.expires_at <= clock_timestamp()
            RETURNING epoch
            """, organizationId, siteId, purpose, Holder, runId, options.LeaseLasts);
        return await command.ExecuteScalarAsync(cancel) is long epoch
            ? new SiteLease(organizationId, siteId, purpose, epoch, Holder, runId)
            : null;
    }

    /// <summary>Holds it longer; false when it is no longer ours.</summary>
    public async Task<bool> RenewAsync(SiteLease lease, CancellationToken cancel)
    {
        await using var command = Command($"""
            UPDATE access.site_leases SET expires_at = clock_timestamp() + $5 WHERE {Key} AND epoch = $4
            """, lease.OrganizationId, lease.SiteId, lease.Purpose, lease.Epoch, options.LeaseLasts);
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>Gives it back after a run that ended in order.</summary>
    public async Task ReleaseAsync(SiteLease lease, CancellationToken cancel)
    {
        await using var command = Command($"""
            UPDATE access.site_leases SET expires_at = clock_timestamp(), run_id = NULL WHERE {Key} AND epoch = $4
            """, lease.OrganizationId, lease.SiteId, lease.Purpose, lease.Epoch);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The run that holds the site now, if any.</summary>
    public async Task<Guid?> RunningAsync(Guid organizationId, Guid siteId, string purpose, CancellationToken cancel)
    {
        await using var command = Command($"""
            SELECT run_id FROM access.site_leases WHERE {Key} AND expires_at > clock_timestamp() AND run_id IS NOT NULL
            """, organizationId, siteId, purpose);
        return await command.ExecuteScalarAsync(cancel) as Guid?;
    }

    /// <summary>Leases that ran out while their run had not ended: its server died.</summary>
    public async Task<IReadOnlyList<SiteLease>> OrphansAsync(string purpose, CancellationToken cancel)
    {
        await using var command = Command("""
            SELECT organization_id, site_id, epoch, holder, run_id FROM access.site_leases
            WHERE purpose = $1 AND expires_at <= clock_timestamp() AND run_id IS NOT NULL
            """, purpose);
        List<SiteLease> orphans = [];
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            orphans.Add(new SiteLease(
                reader.GetGuid(0), reader.GetGuid(1), purpose, reader.GetInt64(2), reader.GetString(3),
                reader.GetGuid(4)));
        }
        return orphans;
    }

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = system.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }
}
