using System.Text.Json.Nodes;
using Tendril.Domain.Organisation;
using Tendril.Sync.Postgres;
using Tendril.Sync.Protocol;
using Tendril.Tests.Sync;

namespace Tendril.Tests.Harvests;

/// <summary>The way of a harvest as devices push it, on the real database.</summary>
public sealed class HarvestPushTests(SyncDatabase database) : IClassFixture<SyncDatabase>
{
    [Fact]
    public async Task A_whole_harvest_done_offline_arrives_in_one_push()
    {
        var harvests = await HarvestBooks.OpenAsync(database);
        var (caller, harvest) = (harvests.Books.Caller(), Guid.CreateVersion7());
        var began = DateTimeOffset.UtcNow.AddDays(-41);

        var results = await harvests.Books.PushAsync(caller, harvests.New(caller, harvest, began, ofPlant: true),
            harvests.Weight(caller, harvest, "wet", "1200.5"),
            harvests.Advance(harvest, "drying", DateTimeOffset.UtcNow.AddSeconds(-9)),
            harvests.Weight(caller, harvest, "dry", "300.2"),
            harvests.Advance(harvest, "curing", DateTimeOffset.UtcNow.AddSeconds(-8)), harvests.Finalize(harvest));

        results.ShouldAllBe(one => one.Status == OperationStatus.Applied);
        (await harvests.Books.ReadAsync<string>("SELECT stage FROM harvests")).ShouldBe("inventory");
        (await harvests.Books.ReadAsync<string>("""
            SELECT string_agg(concat_ws(' ', ordinal, stage, entered_by, wet_weight_g, dry_weight_g), ', '
              ORDER BY ordinal) FROM harvest_stages
            """)).ShouldBe("1 harvest start 1200.5, 2 drying advance 1200.5 300.2, 3 curing advance 1200.5 300.2, "
            + "4 inventory finalize");
        var day = TimeZoneInfo.ConvertTime(began, TimeZoneInfo.FindSystemTimeZoneById("America/Denver"));
        (await harvests.Books.ReadAsync<string>("""
            SELECT concat_ws(' ', final_weight_g, harvest_date, total_duration_days, checklist) FROM inventory
            """)).ShouldBe($"300.2 {day:yyyy-MM-dd} 41 [\"aroma\", \"jar_humidity\", \"stem_snap\"]");
        var today = TimeZoneInfo.ConvertTime(
            DateTimeOffset.UtcNow, TimeZoneInfo.FindSystemTimeZoneById("America/Denver"));
        (await harvests.StockAsync())
            .ShouldBe($"1A4FF0300000022000000001 {today:yyyy-MM-dd} B-1 300.2 Grams receive 300.2");
        (await harvests.AttemptsAsync()).ShouldBe("stage_advance permitted harvest drying, "
            + "stage_advance permitted drying curing, finalize permitted curing inventory");
    }

    [Fact]
    public async Task Two_devices_finalise_one_harvest_offline_and_there_is_one_result()
    {
        var harvests = await HarvestBooks.OpenAsync(database);
        var harvest = await harvests.CuringAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            harvests.Books.PushAsync(harvests.Books.Caller(), harvests.Finalize(harvest))));

        results.Select(one => one[0].Status).Order().ShouldBe([OperationStatus.Applied, OperationStatus.Merged,
            OperationStatus.Merged, OperationStatus.Merged]);
        (await harvests.Books.ReadAsync<long>("SELECT count(*) FROM inventory")).ShouldBe(1);
        (await harvests.StockAsync())!.ShouldEndWith("B-1 300.2 Grams receive 300.2");
    }

    [Fact]
    public async Task Only_a_manager_takes_a_harvest_back_out_of_stock_and_the_lot_is_countered()
    {
        var harvests = await HarvestBooks.OpenAsync(database);
        var harvest = await harvests.CuringAsync();
        await harvests.Books.PushAsync(harvests.Books.Caller(), harvests.Finalize(harvest));

        async Task<OperationResult> RevertAsync(SyncCaller caller) =>
            (await harvests.Books.PushAsync(caller, harvests.Revert(harvest, "curing", "Mould found")))[0];

        (await RevertAsync(harvests.Books.Caller(Role.Operator))).Refusal!.Code.ShouldBe("sync.not_allowed");
        (await RevertAsync(harvests.Manager())).Status.ShouldBe(OperationStatus.Applied);
        (await harvests.StockAsync())!.ShouldEndWith("B-1 0.0 Grams receive 300.2 adjust -300.2");
        (await harvests.Books.ReadAsync<bool>("SELECT reverted_at IS NOT NULL FROM inventory")).ShouldBeTrue();

        (await harvests.Books.PushAsync(harvests.Books.Caller(), harvests.Finalize(harvest)))[0].Status
            .ShouldBe(OperationStatus.Applied);
        (await harvests.Books.ReadAsync<string>("SELECT count(*) || ' ' || count(reverted_at) FROM inventory"))
            .ShouldBe("1 0");
        (await harvests.StockAsync())!.ShouldEndWith("300.2 Grams receive 300.2 adjust -300.2 receive 300.2");
        (await harvests.AttemptsAsync())!.ShouldContain(
            "revert blocked inventory curing sync.not_allowed, revert permitted inventory curing");
    }

    [Fact]
    public async Task A_lot_of_which_something_is_gone_is_flagged_when_the_harvest_is_taken_back()
    {
        var harvests = await HarvestBooks.OpenAsync(database);
        var harvest = await harvests.CuringAsync();
        await harvests.Books.PushAsync(harvests.Books.Caller(), harvests.Finalize(harvest));
        await harvests.Books.ExecuteAsync("""
            INSERT INTO stock_movements (organization_id, id, site_id, lot_id, kind, quantity, unit_of_measure, reason,
              at, actor)
            SELECT organization_id, gen_random_uuid(), site_id, id, 'sale', -100, 'Grams', 'sold', now(), 'test'
            FROM lots
            """);

        await harvests.Books.PushAsync(harvests.Manager(), harvests.Revert(harvest, "drying", "Recalled"));

        (await harvests.Books.ReadAsync<string>("SELECT quantity || ' ' || conflict FROM lots"))
            .ShouldBe("-100.0 true");
    }

    [Fact]
    public async Task Every_attempt_is_written_down_also_one_that_is_blocked()
    {
        var harvests = await HarvestBooks.OpenAsync(database);
        var (caller, harvest) = (harvests.Books.Caller(), Guid.CreateVersion7());
        await harvests.Books.PushAsync(caller, harvests.New(caller, harvest, DateTimeOffset.UtcNow.AddDays(-2)));
        var step = harvests.Advance(harvest, "curing", DateTimeOffset.UtcNow.AddMinutes(-1));

        await harvests.Books.PushAsync(caller, step);
        await harvests.Books.PushAsync(caller, step);
        await harvests.Books.PushAsync(
            harvests.Books.Caller(Role.ExecutiveViewer), harvests.Advance(harvest, "drying"));
        await harvests.Books.PushAsync(harvests.Books.Caller(Role.Operator, null, harvests.Books.Shop),
            harvests.Advance(harvest, "drying"));

        (await harvests.AttemptsAsync()).ShouldBe(
            "stage_advance blocked harvest curing harvest.stage_not_allowed, "
            + "stage_advance blocked harvest drying sync.not_allowed");
    }

    [Fact]
    public async Task A_second_open_harvest_of_a_plant_needs_a_reason()
    {
        var harvests = await HarvestBooks.OpenAsync(database);
        var caller = harvests.Books.Caller();
        JsonObject New() => harvests.New(caller, Guid.CreateVersion7(), DateTimeOffset.UtcNow.AddHours(-1), true);
        var (second, third) = (New(), New());
        third["set"]!["overlap_reason"] = "The other half hangs still";

        var both = await Task.WhenAll(harvests.Books.PushAsync(caller, New()),
            harvests.Books.PushAsync(caller with { DeviceId = Guid.CreateVersion7() }, New()));

        both.Count(one => one[0].Refusal is null).ShouldBe(1, "two that begin at once see each other");
        (await harvests.Books.PushAsync(caller, second))[0].Refusal!.ShouldSatisfyAllConditions(
            refusal => refusal.Code.ShouldBe("harvest.overlap"), refusal => refusal.Field.ShouldBe("overlap_reason"));
        (await harvests.Books.PushAsync(caller, third))[0].Status.ShouldBe(OperationStatus.Applied);
        (await harvests.AttemptsAsync())!.ShouldContain("sync_rejected blocked harvest.overlap");
    }

    [Theory]
    [InlineData("harvests", "stage_started_at", "2199-01-01T00:00:00Z", "harvest.moment_not_possible")]
    [InlineData("harvests", "plant_id", "0193464e-7c00-7000-8000-000000000001", "sync.parent_unknown")]
    [InlineData("harvests", "batch_id", null, "harvest.one_subject")]
    [InlineData("harvests", "owner_id", "me", "harvest.not_moved")]
    [InlineData("harvests", "stage", "inventory", "sync.field_server_owned")]
    [InlineData("harvest_weights", "grams", "0.25", "harvest.weight_range")]
    [InlineData("harvest_weights", "grams", "100000.1", "harvest.weight_range")]
    [InlineData("harvest_weights", "kind", "heavy", "harvest.weight_kind")]
    [InlineData("harvest_weights", "measured_at", "2199-01-01T00:00:00Z", "harvest.moment_not_possible")]
    [InlineData("harvest_weights", "owner_id", "me", "harvest.not_moved")]
    public async Task What_cannot_be_of_a_harvest_is_refused(string table, string field, string? value, string code)
    {
        var harvests = await HarvestBooks.OpenAsync(database);
        var (caller, harvest) = (harvests.Books.Caller(), Guid.CreateVersion7());
        var made = harvests.New(caller, harvest, DateTimeOffset.UtcNow.AddHours(-1));
        var weight = harvests.Weight(caller, harvest, "wet", "12.5");
        (table == "harvests" ? made : weight)["set"]![field] = value == "me" ? $"{caller.UserId}" : value;

        var results = await harvests.Books.PushAsync(caller, made, weight);

        results[table == "harvests" ? 0 : 1].Refusal!.Code.ShouldBe(code);
    }

    [Fact]
    public async Task What_was_said_at_the_beginning_is_corrected_only_while_the_first_stage_lasts()
    {
        var harvests = await HarvestBooks.OpenAsync(database);
        var (caller, harvest) = (harvests.Books.Caller(), Guid.CreateVersion7());
        var began = DateTimeOffset.UtcNow.AddDays(-2);
        await harvests.Books.PushAsync(caller, harvests.New(caller, harvest, began));

        async Task<string?> PatchAsync(string field, string value) => (await harvests.Books.PushAsync(caller,
            harvests.Books.Patch("harvests", harvest, 1, new() { [field] = value }, [])))[0].Refusal?.Code;

        (await PatchAsync("stage_started_at", began.AddHours(3).ToString("O"))).ShouldBeNull();
        (await PatchAsync("site_id", $"{harvests.Books.Shop}")).ShouldBe("harvest.not_moved");
        await harvests.Books.PushAsync(caller, harvests.Advance(harvest, "drying"));
        (await PatchAsync("stage_started_at", began.ToString("O"))).ShouldBe("harvest.moment_not_possible");
        (await PatchAsync("notes", "Smells of lemon")).ShouldBeNull();
    }

    [Fact]
    public async Task A_harvest_in_stock_is_not_deleted()
    {
        var harvests = await HarvestBooks.OpenAsync(database);
        var harvest = await harvests.CuringAsync();
        await harvests.Books.PushAsync(harvests.Books.Caller(), harvests.Finalize(harvest));
        var known = await harvests.Books.ReadAsync<long>("SELECT revision FROM harvests");

        (await harvests.Books.PushAsync(harvests.Books.Caller(), harvests.Books.Delete("harvests", harvest, known)))[0]
            .Refusal!.Code.ShouldBe("harvest.stage_not_allowed");
    }

    [Fact]
    public async Task Kept_to_its_owner_a_harvest_and_all_of_it_is_another_persons_to_nobody()
    {
        var harvests = await HarvestBooks.OpenAsync(database);
        await harvests.Books.ExecuteAsync("""
            INSERT INTO harvest_settings (organization_id, id, kept_to_owner, undo_seconds, created_at, updated_at)
            VALUES ($1, '00000000-0000-4000-8000-000000000001', true, 15, now(), now())
            """, harvests.Books.OrganizationId);
        var (owner, other, harvest) = (harvests.Books.Caller(), harvests.Books.Caller(), Guid.CreateVersion7());
        var made = harvests.New(owner, harvest, DateTimeOffset.UtcNow.AddDays(-1));
        var weight = harvests.Weight(owner, harvest, "wet", "12.5");
        foreach (var one in new[] { made, weight }) one["set"]!["owner_id"] = $"{owner.UserId}";

        (await harvests.Books.PushAsync(owner, made, weight, harvests.Advance(harvest, "drying")))
            .ShouldAllBe(one => one.Refusal == null);
        (await harvests.Books.PushAsync(other, harvests.Advance(harvest, "curing")))[0].Refusal!.Code
            .ShouldBe("sync.row_unknown");

        foreach (var table in (string[])["harvests", "harvest_weights", "harvest_stages", "harvest_audits"])
        {
            (await harvests.Books.PullAsync(owner)).Values(table, "created", "owner_id")
                .ShouldAllBe(id => id == $"{owner.UserId}", table);
            (await harvests.Books.PullAsync(owner)).Values(table, "created", "id").ShouldNotBeEmpty(table);
            (await harvests.Books.PullAsync(other)).Values(table, "created", "id").ShouldBeEmpty(table);
        }
    }
}
