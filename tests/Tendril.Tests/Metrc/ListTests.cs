using Tendril.Metrc;
using Tendril.Metrc.Wire;
using static Tendril.Tests.Metrc.Answers;

namespace Tendril.Tests.Metrc;

public class ListTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(20, 1)]
    [InlineData(21, 2)]
    [InlineData(133, 7)]
    public async Task Reads_every_page_and_keeps_the_order(int count, int pages)
    {
        await using var metrc = new RawMetrc((asked, line) => line.ReplyAsync(200, StrainPage(asked, count)));
        using var client = metrc.Client();

        var list = (await client.StrainsAsync()).Data();

        list.Rows.Select(row => row.Id).ShouldBe(Enumerable.Range(1, count).Select(id => (long)id));
        list.Complete.ShouldBeTrue();
        list.TotalRecords.ShouldBe(count);
        metrc.Requests.Count.ShouldBe(pages);
        metrc.Requests.ShouldAllBe(asked => asked.Query("licenseNumber") == License && asked.Query("pageSize") == "20");
    }

    [Fact]
    public async Task Asks_for_later_pages_together_but_never_for_more_than_told()
    {
        var (now, most) = (0, 0);
        await using var metrc = new RawMetrc(async (asked, line) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            // Later pages answer sooner, so order has to be made by the client.
            await Task.Delay(60 / asked.Page, Cancel);
            Interlocked.Decrement(ref now);
            await line.ReplyAsync(200, StrainPage(asked, 400));
        });
        using var client = metrc.Client(new MetrcSettings { PagesAtOnce = 4 });

        var numbers = new List<int>();
        await foreach (var read in client.PagesAsync(MetrcApi.ActiveStrains, License, null, Cancel))
            numbers.Add(read.Data().Number);

        numbers.ShouldBe(Enumerable.Range(1, 20));
        most.ShouldBeInRange(3, 4);
    }

    [Fact]
    public async Task Follows_a_list_that_grows_while_it_is_paged()
    {
        await using var metrc = new RawMetrc((asked, line) =>
            line.ReplyAsync(200, StrainPage(asked, asked.Page == 1 ? 40 : 65)));
        using var client = metrc.Client(new MetrcSettings { Sweeps = 1 });

        var list = (await client.StrainsAsync()).Data();

        list.Rows.Count.ShouldBe(65);
        list.Complete.ShouldBeFalse("the count changed during the walk");
    }

    [Fact]
    public async Task Stops_at_the_new_end_of_a_list_that_shrinks()
    {
        await using var metrc = new RawMetrc((asked, line) =>
            line.ReplyAsync(200, StrainPage(asked, asked.Page == 1 ? 200 : 30)));
        using var client = metrc.Client(new MetrcSettings { Sweeps = 1, PagesAtOnce = 1 });

        var list = (await client.StrainsAsync()).Data();

        list.Rows.Count.ShouldBe(30);
        list.Complete.ShouldBeFalse();
        metrc.Requests.Count.ShouldBe(2);
    }

    /// <summary>Strain 1 changes between pages 1 and 2: it jumps to the end, 21 slips over the border unseen.</summary>
    [Fact]
    public async Task A_row_lost_to_page_drift_is_found_by_walking_again()
    {
        var drift = false;
        await using var metrc = new RawMetrc((asked, line) =>
        {
            var ids = Enumerable.Range(1, 45).ToList();
            if (drift) ids = [.. ids.Skip(1), 1];
            drift = true;
            var rows = ids.Skip((asked.Page - 1) * 20).Take(20).Select(id => Strain(id));
            return line.ReplyAsync(200, Paged(rows, 45, 3));
        });
        using var client = metrc.Client();

        var list = (await client.StrainsAsync()).Data();

        list.Complete.ShouldBeTrue();
        list.Rows.Select(row => row.Id).Order().ShouldBe(Enumerable.Range(1, 45).Select(id => (long)id));
        metrc.Requests.Count.ShouldBe(6, "two walks of three pages");
    }

    [Fact]
    public async Task A_list_that_never_holds_still_is_given_as_incomplete_with_every_row_once()
    {
        await using var metrc = new RawMetrc((asked, line) => line.ReplyAsync(200, asked.Page == 1
            ? Paged(Enumerable.Range(1, 20).Select(id => Strain(id)), 40, 2)
            : Paged(Enumerable.Range(20, 19).Select(id => Strain(id, "Later")), 40, 2)));
        using var client = metrc.Client(new MetrcSettings { Sweeps = 2 });

        var list = (await client.StrainsAsync()).Data();

        list.Complete.ShouldBeFalse();
        list.Rows.Count.ShouldBe(38);
        list.Rows.Single(row => row.Id == 20).Name.ShouldBe("Later 20");
        metrc.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_page_that_fails_ends_the_walk_and_fails_the_list()
    {
        await using var metrc = new RawMetrc((asked, line) => asked.Page == 3
            ? line.ReplyAsync(401, """{"Message":"Key revoked"}""")
            : line.ReplyAsync(200, StrainPage(asked, 100)));
        using var client = metrc.Client();

        var reads = new List<MetrcRead<MetrcPage<MetrcStrain>>>();
        await foreach (var read in client.PagesAsync(MetrcApi.ActiveStrains, License, null, Cancel)) reads.Add(read);

        reads.Count.ShouldBe(3);
        reads[1].Data().Rows.Count.ShouldBe(20);
        reads[2].Failure().ShouldBeOfType<MetrcFailure.Refused>().Status.ShouldBe(401);
        (await client.StrainsAsync()).Failure().Message.ShouldContain("Key revoked");
    }

    [Fact]
    public async Task A_list_without_pages_is_one_request_without_page_numbers()
    {
        await using var metrc = new RawMetrc("""[{"QuantityType":1,"Name":"Each"},{"Name":"Grams"}]""");
        using var client = metrc.Client();

        var units = (await client.ListAsync(MetrcApi.ActiveUnits, null, null, Cancel)).Data();

        units.Rows.Select(unit => (unit.Name, unit.QuantityType)).ShouldBe([("Each", "1"), ("Grams", null)]);
        units.Complete.ShouldBeTrue();
        metrc.Requests.Single().Target.ShouldBe("/unitsofmeasure/v2/active");
    }

    [Fact]
    public async Task A_list_documented_bare_that_comes_in_pages_is_followed_at_the_size_it_has()
    {
        await using var metrc = new RawMetrc((asked, line) => line.ReplyAsync(200, Paged(
            Enumerable.Range(asked.Page * 10, 2).Select(id => $$"""{"Name":"Unit {{id}}"}"""), 6, 3, pageSize: 2)));
        using var client = metrc.Client();

        var units = (await client.ListAsync(MetrcApi.ActiveUnits, null, null, Cancel)).Data();

        units.Rows.Count.ShouldBe(6);
        metrc.Requests.Skip(1).ShouldAllBe(asked => asked.Query("pageSize") == "2");
    }

    [Fact]
    public async Task A_bare_array_where_pages_were_asked_for_is_read_to_its_end()
    {
        await using var metrc = new RawMetrc((asked, line) =>
        {
            var rows = Enumerable.Range(1, 45).Skip((asked.Page - 1) * 20).Take(20).Select(id => Strain(id));
            return line.ReplyAsync(200, $"[{string.Join(',', rows)}]");
        });
        using var client = metrc.Client();

        (await client.StrainsAsync()).Data().Rows.Count.ShouldBe(45);
    }

    [Fact]
    public async Task A_service_that_gives_the_same_page_for_every_number_is_not_read_for_ever()
    {
        await using var metrc = new RawMetrc($"[{string.Join(',', Enumerable.Range(1, 20).Select(id => Strain(id)))}]");
        using var client = metrc.Client();

        (await client.StrainsAsync()).Data().Rows.Count.ShouldBe(20);
        metrc.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("\"TotalRecords\":0,\"Total\":0,\"TotalPages\":3", null)]
    [InlineData("\"TotalRecords\":0,\"Total\":45,\"TotalPages\":3", 45)]
    [InlineData("\"TotalRecords\":0,\"TotalPages\":0", null)]
    [InlineData("\"TotalRecords\":0", null)]
    public async Task A_count_of_nothing_beside_rows_is_no_count(string counts, int? total)
    {
        await using var metrc = new RawMetrc((asked, line) =>
        {
            var rows = Enumerable.Range(1, 45).Skip((asked.Page - 1) * 20).Take(20).Select(id => Strain(id));
            return line.ReplyAsync(200, $$"""{"Data":[{{string.Join(',', rows)}}],{{counts}}}""");
        });
        using var client = metrc.Client();

        var list = (await client.StrainsAsync()).Data();

        list.Rows.Count.ShouldBe(45);
        (list.TotalRecords, list.Complete).ShouldBe((total, true));
        metrc.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_row_met_twice_in_a_list_without_a_count_makes_it_incomplete()
    {
        await using var metrc = new RawMetrc((asked, line) => line.ReplyAsync(200,
            $$"""{"Data":[{{Strain(1)}},{{Strain(asked.Page + 1)}}],"TotalRecords":0,"TotalPages":2}"""));
        using var client = metrc.Client(new MetrcSettings { Sweeps = 1 });

        (await client.StrainsAsync()).Data().Complete.ShouldBeFalse();
    }

    [Fact]
    public async Task A_list_that_claims_endless_pages_is_refused()
    {
        await using var metrc = new RawMetrc(Paged([Strain(1)], 1, int.MaxValue));
        using var client = metrc.Client(new MetrcSettings { MostPages = 50 });

        (await client.StrainsAsync()).Failure().Message.ShouldContain("2147483647 pages");
        metrc.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_window_goes_into_the_query_with_its_plus_sign_encoded()
    {
        await using var metrc = new RawMetrc(Paged([], 0, 0));
        using var client = metrc.Client();
        var start = new DateTimeOffset(2026, 2, 8, 7, 5, 59, 804, TimeSpan.FromHours(2));
        var window = new ModifiedWindow(start, new DateTimeOffset(2026, 2, 8, 12, 0, 0, TimeSpan.Zero));

        (await client.ListAsync(MetrcApi.ActivePackages, "A+B C&D", window, Cancel)).Data();

        metrc.Requests.Single().Target.ShouldBe("/packages/v2/active?licenseNumber=A%2BB%20C%26D"
            + "&lastModifiedStart=2026-02-08T07%3A05%3A59.804%2B02%3A00&lastModifiedEnd=2026-02-08T12%3A00%3A00Z"
            + "&pageNumber=1&pageSize=20");
    }

    [Fact]
    public async Task Refuses_a_missing_licence_and_a_window_where_none_is_possible()
    {
        await using var metrc = new RawMetrc("[]");
        using var client = metrc.Client();
        var window = new ModifiedWindow(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

        Should.Throw<ArgumentException>(() => client.PagesAsync(MetrcApi.ActiveStrains, " "));
        Should.Throw<ArgumentException>(() => client.PagesAsync(MetrcApi.InactiveStrains, License, window));
        metrc.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Leaving_a_walk_early_cancels_the_pages_on_the_way()
    {
        var hung = 0;
        await using var metrc = new RawMetrc(async (asked, line) =>
        {
            if (asked.Page > 2) Interlocked.Increment(ref hung);
            if (asked.Page > 2) await Task.Delay(Timeout.Infinite, Cancel);
            await line.ReplyAsync(200, StrainPage(asked, 400));
        });
        using var client = metrc.Client(new MetrcSettings { ReadTimeout = TimeSpan.FromMinutes(5) });

        await foreach (var read in client.PagesAsync(MetrcApi.ActiveStrains, License, null, Cancel))
        {
            if (read.Data().Number == 2) break;
        }

        hung.ShouldBeLessThanOrEqualTo(5);
    }

    [Fact]
    public async Task One_object_is_read_by_its_label_with_every_odd_sign_encoded()
    {
        await using var metrc = new RawMetrc((asked, line) => line.ReplyAsync(200,
            """{"id":7,"LABEL":"X","quantity":0.1000000000000000000000001,"unitOfMeasureName":"Grams"}"""));
        using var client = metrc.Client();

        var package = (await client.OneAsync(MetrcApi.PackageByLabel, License, "a/b?c#é", Cancel)).Data();

        (package.Id, package.Label, package.Quantity).ShouldBe((7, "X", 0.1000000000000000000000001m));
        metrc.Requests.Single().Target.ShouldBe("/packages/v2/a%2Fb%3Fc%23%C3%A9?licenseNumber=403-X0001");
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData(" . ")]
    public async Task Refuses_a_key_that_would_change_the_path(string key)
    {
        await using var metrc = new RawMetrc("{}");
        using var client = metrc.Client();

        await Should.ThrowAsync<ArgumentException>(
            () => client.OneAsync(MetrcApi.PackageByLabel, License, key, Cancel));
    }

    [Fact]
    public async Task The_permissions_of_an_employee_are_asked_for_in_the_query()
    {
        await using var metrc = new RawMetrc("""["view packages","view plants"]""");
        using var client = metrc.Client();

        (await client.OneAsync(MetrcApi.EmployeePermissions, License, "E 1", Cancel)).Data()
            .ShouldBe(["view packages", "view plants"]);
        metrc.Requests.Single().Target
            .ShouldBe("/employees/v2/permissions?licenseNumber=403-X0001&employeeLicenseNumber=E%201");
    }

    [Fact]
    public async Task An_object_that_is_not_there_is_refused_as_not_found()
    {
        await using var metrc = new RawMetrc("", 404);
        using var client = metrc.Client();

        (await client.OneAsync(MetrcApi.PlantBatchById, License, 5, Cancel)).Failure()
            .ShouldBeOfType<MetrcFailure.Refused>().NotFound.ShouldBeTrue();
        metrc.Requests.Single().Path.ShouldBe("/plantbatches/v2/5");
    }
}
