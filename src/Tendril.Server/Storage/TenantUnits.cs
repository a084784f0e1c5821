using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Tendril.Domain;

namespace Tendril.Server.Storage;

/// <summary>One transaction of one tenant. Nothing is kept unless <see cref="CommitAsync"/> was called.</summary>
public sealed class TenantUnit(TendrilDb db, IDbContextTransaction transaction) : IAsyncDisposable
{
    public TendrilDb Db => db;

    /// <summary>The same transaction for plain SQL, where rows come by the thousand.</summary>
    public NpgsqlConnection Connection => (NpgsqlConnection)db.Database.GetDbConnection();

    /// <summary>Saves what was staged and commits.</summary>
    public async Task CommitAsync(CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await db.DisposeAsync();
    }
}

/// <summary>
/// Opens short units of work outside a request: background jobs, and requests that must not hold a transaction across
/// HTTP.
/// </summary>
public sealed class TenantUnits(DbContextOptions<TendrilDb> options, TimeProvider time, IdSource ids)
{
    public async Task<TenantUnit> BeginAsync(TenantScope scope, CancellationToken cancel)
    {
        var db = new TendrilDb(options, scope, time, ids);
        try
        {
            return new TenantUnit(db, await db.BeginTenantTransactionAsync(cancel));
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads in a unit of its own.</summary>
    public async Task<T> ReadAsync<T>(TenantScope scope, Func<TendrilDb, Task<T>> read, CancellationToken cancel)
    {
        await using var unit = await BeginAsync(scope, cancel);
        return await read(unit.Db);
    }
}

public static class TenantTransactions
{
    /// <summary>
    /// Opens a transaction and names its organisation, so that row-level security lets its rows through.
    /// </summary>
    public static async Task<IDbContextTransaction> BeginTenantTransactionAsync(
        this TendrilDb db, CancellationToken cancel)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancel);
        var organization = db.Scope.OrganizationId.ToString();
        await db.Database.ExecuteSqlAsync($"SELECT set_config('tendril.organization_id', {organization}, true)",
            cancel);
        return transaction;
    }
}
