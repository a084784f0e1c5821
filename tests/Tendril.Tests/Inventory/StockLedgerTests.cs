using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tendril.Domain;
using Tendril.Server.Modules.Inventory;
using Tendril.Server.Storage;
using Tendril.Tests.Support;

namespace Tendril.Tests.Inventory;

/// <summary>The quantity of a lot is the sum of its movements, whoever writes and however many at once.</summary>
public sealed class StockLedgerTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly IdSource Ids = new(TimeProvider.System);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("0.000001")]
    [InlineData("0.1234567890123456")]
    [InlineData("999999999999.9999999999999999")]
    [InlineData("-3.14159265")]
    public async Task Quantities_are_kept_exactly(string text)
    {
        var tenant = await server.CreateTenantAsync($"Exact {text.Length}");
        var quantity = decimal.Parse(text);
        var lot = await AddLotAsync(tenant, quantity);
        (await ReadAsync(tenant, lot)).Quantity.ShouldBe(quantity);
    }

    [Fact]
    public async Task Many_small_movements_at_once_add_up_to_the_last_decimal()
    {
        var tenant = await server.CreateTenantAsync("Busy");
        var lot = await AddLotAsync(tenant, 100m);
        await Parallel.ForEachAsync(Enumerable.Range(1, 40), Cancel, async (i, _) =>
        {
            await using var unit = await tenant.BeginAsync();
            unit.Db.Add(Movement(tenant, lot, i % 2 == 0 ? -0.000001m * i : 0.1m, "Grams"));
            await unit.CommitAsync(Cancel);
        });
        await using var check = await tenant.BeginAsync();
        var sum = await check.Db.StockMovements.Where(row => row.LotId == lot).SumAsync(row => row.Quantity, Cancel);
        (await ReadAsync(tenant, lot)).Quantity.ShouldBe(sum);
        sum.ShouldBe(100m + 2.0m - 0.000420m);
    }

    [Fact]
    public async Task Several_movements_of_several_lots_in_one_statement_each_reach_their_lot()
    {
        var tenant = await server.CreateTenantAsync("Bulk");
        var (first, second) = (await AddLotAsync(tenant, 1m), await AddLotAsync(tenant, 2m));
        await using (var unit = await tenant.BeginAsync())
        {
            await InsertAsync(unit, tenant, [first, second, first], [0.5m, -2m, 0.25m]);
            await unit.CommitAsync(Cancel);
        }

        (await ReadAsync(tenant, first)).Quantity.ShouldBe(1.75m);
        (await ReadAsync(tenant, second)).Quantity.ShouldBe(0m);
    }

    [Fact]
    public async Task A_movement_that_is_rolled_back_leaves_the_quantity_alone()
    {
        var tenant = await server.CreateTenantAsync("Rollback");
        var lot = await AddLotAsync(tenant, 5m);
        await using (var unit = await tenant.BeginAsync())
        {
            unit.Db.Add(Movement(tenant, lot, 7m, "Grams"));
            await unit.Db.SaveChangesAsync(Cancel);
        }

        (await ReadAsync(tenant, lot)).Quantity.ShouldBe(5m);
    }

    [Theory]
    [InlineData("UPDATE lots SET quantity = 1000000")]
    [InlineData("UPDATE stock_movements SET quantity = 1")]
    [InlineData("DELETE FROM stock_movements")]
    public async Task The_server_may_not_write_a_quantity_or_rewrite_the_ledger(string sql)
    {
        var tenant = await server.CreateTenantAsync($"Forbid {sql.Length}");
        await AddLotAsync(tenant, 5m);
        await using var unit = await tenant.BeginAsync();
        var refused = await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(unit, sql));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task A_movement_in_another_unit_than_its_lot_is_refused()
    {
        var tenant = await server.CreateTenantAsync("Unit slip");
        var lot = await AddLotAsync(tenant, 5m);
        await using var unit = await tenant.BeginAsync();
        unit.Db.Add(Movement(tenant, lot, 1m, "Ounces"));
        var refused = await Should.ThrowAsync<DbUpdateException>(() => unit.Db.SaveChangesAsync(Cancel));
        refused.InnerException!.Message.ShouldContain("another unit");
    }

    [Fact]
    public async Task A_unit_changes_only_through_zero()
    {
        var tenant = await server.CreateTenantAsync("Unit change");
        var lot = await AddLotAsync(tenant, 5m);
        await using (var early = await tenant.BeginAsync())
            (await Should.ThrowAsync<PostgresException>(() =>
                ExecuteAsync(early, "UPDATE lots SET unit_of_measure = 'Ounces'")))
                .Message.ShouldContain("while its quantity is zero");
        await using (var unit = await tenant.BeginAsync())
        {
            unit.Db.Add(Movement(tenant, lot, -5m, "Grams"));
            await unit.Db.SaveChangesAsync(Cancel);
            await ExecuteAsync(unit, "UPDATE lots SET unit_of_measure = 'Ounces'");
            unit.Db.Add(Movement(tenant, lot, 0.176m, "Ounces"));
            await unit.CommitAsync(Cancel);
        }

        var changed = await ReadAsync(tenant, lot);
        changed.Quantity.ShouldBe(0.176m);
        changed.UnitOfMeasure.ShouldBe("Ounces");
    }

    [Fact]
    public async Task Another_tenant_cannot_move_my_lot()
    {
        var mine = await server.CreateTenantAsync("Mine");
        var theirs = await server.CreateTenantAsync("Theirs");
        var lot = await AddLotAsync(mine, 5m);
        await using var unit = await theirs.BeginAsync();
        await Should.ThrowAsync<PostgresException>(() =>
            InsertAsync(unit, theirs with { SiteId = mine.SiteId }, [lot], [1m]));
        await Should.ThrowAsync<PostgresException>(async () =>
        {
            await using var forged = await theirs.BeginAsync();
            await InsertAsync(forged, mine, [lot], [1m]);
        });
        (await ReadAsync(mine, lot)).Quantity.ShouldBe(5m);
    }

    internal static async Task<Guid> AddLotAsync(
        TestTenant tenant, decimal quantity, Action<Lot>? shape = null, string unitOfMeasure = "Grams")
    {
        await using var unit = await tenant.BeginAsync();
        var id = Ids.Next();
        var lot = new Lot
        {
            Id = id,
            SiteId = tenant.SiteId,
            LotNumber = $"LOT-{id:N}",
            ProductName = "Blue Dream flower",
            UnitOfMeasure = unitOfMeasure,
            ReceivedAt = TimeProvider.System.GetUtcNow(),
        };
        shape?.Invoke(lot);
        unit.Db.Add(lot);
        await unit.Db.SaveChangesAsync(Cancel);
        unit.Db.Add(Movement(tenant with { SiteId = lot.SiteId }, id, quantity, unitOfMeasure));
        await unit.CommitAsync(Cancel);
        return id;
    }

    internal static StockMovement Movement(TestTenant tenant, Guid lot, decimal quantity, string unitOfMeasure) => new()
    {
        Id = Ids.Next(),
        SiteId = tenant.SiteId,
        LotId = lot,
        Kind = MovementKind.Adjust,
        Quantity = quantity,
        UnitOfMeasure = unitOfMeasure,
        Reason = "test",
        At = TimeProvider.System.GetUtcNow(),
        Actor = "Test",
    };

    private static async Task<Lot> ReadAsync(TestTenant tenant, Guid id)
    {
        await using var unit = await tenant.BeginAsync();
        return await unit.Db.Lots.AsNoTracking().SingleAsync(row => row.Id == id, Cancel);
    }

    private static async Task ExecuteAsync(TenantUnit unit, string sql)
    {
        await using var command = new NpgsqlCommand(sql, unit.Connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private static async Task InsertAsync(TenantUnit unit, TestTenant tenant, Guid[] lots, decimal[] quantities)
    {
        const string sql = """
            INSERT INTO stock_movements
              (organization_id, id, site_id, lot_id, kind, quantity, unit_of_measure, reason, at, actor)
            SELECT $1, gen_random_uuid(), $2, lot, 'adjust', quantity, 'Grams', 'test', now(), 'Test'
            FROM unnest($3::uuid[], $4::numeric[]) AS rows (lot, quantity)
            """;
        await using var command = new NpgsqlCommand(sql, unit.Connection)
        {
            Parameters =
            {
                new() { Value = tenant.OrganizationId }, new() { Value = tenant.SiteId },
                new() { Value = lots }, new() { Value = quantities },
            },
        };
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
