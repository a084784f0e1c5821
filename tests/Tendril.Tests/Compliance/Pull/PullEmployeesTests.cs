using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tendril.Metrc;
using Tendril.Metrc.Simulator.Faults;
using Tendril.Server.Modules.Compliance;
using Tendril.Server.Modules.Compliance.Pull;

namespace Tendril.Tests.Compliance.Pull;

/// <summary>People are personal data: mirrored with name and licence only, while they are there.</summary>
public sealed class PullEmployeesTests(PullServer server) : IClassFixture<PullServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Employees_of_all_pages_are_pulled_once_with_name_and_licence()
    {
        await using var world = await PullWorld.CreateAsync(server, "Staff");
        for (var i = 1; i <= 44; i++) world.Metrc.State.AddUserKey($"staff-key-{i}", employee: $"Person Nº {i:00}");
        var first = await world.PullAsync("employees");
        Numbers(first).ShouldBe((45, 45, 0), first.ToString());
        Numbers(await world.PullAsync("employees")).ShouldBe((45, 0, 0), "nothing changed");

        var page = await world.GetAsync(
            $"/api/compliance/mirror/employees?siteId={world.SiteId}&q=Person&pageSize=200");
        page.GetProperty("total").GetInt32().ShouldBe(44);
        var row = page.GetProperty("items")[0];
        row.GetProperty("name").GetString().ShouldBe("Person Nº 01");
        row.GetProperty("typeName").GetString()!.ShouldStartWith("EMP-");
        row.GetProperty("details").EnumerateObject().Select(one => one.Name).Order()
            .ShouldBe(["FullName", "License"]);
        var types = (await world.GetAsync($"/api/compliance/overview?siteId={world.SiteId}")).GetProperty("types");
        types.EnumerateArray().Single(type => type.GetProperty("syncType").GetString() == "employees")
            .GetProperty("rows").GetInt32().ShouldBe(45);
    }

    [Fact]
    public async Task An_employee_who_left_is_forgotten_and_an_unfinished_reading_forgets_nobody()
    {
        await using var world = await PullWorld.CreateAsync(server, "Leavers");
        world.Metrc.State.AddUserKey("leaver-key", employee: "Lee Ver");
        await world.PullAsync("employees");
        world.Metrc.State.RemoveEmployee("Lee Ver");
        var fault = world.Metrc.Faults.Add(new FaultRule
        {
            Fault = SimulatorFault.ServiceUnavailable,
            PathContains = "/employees/",
        });
        (await world.PullAsync("employees")).GetProperty("success").GetBoolean().ShouldBeFalse();
        (await NamesAsync(world)).ShouldContain("Lee Ver");
        world.Metrc.Faults.Remove(fault);
        await world.PullAsync("employees");
        (await NamesAsync(world)).ShouldBe(["Alex Rivera"]);
        await using var owner = new NpgsqlConnection(server.Database.Owner);
        await owner.OpenAsync(Cancel);
        await using var kept = new NpgsqlCommand(
            "SELECT count(*) FROM metrc_objects WHERE payload::text LIKE '%Lee Ver%'", owner);
        ((long)(await kept.ExecuteScalarAsync(Cancel))!).ShouldBe(0);
    }

    [Fact]
    public async Task A_key_without_the_permission_is_told_which_one_it_needs()
    {
        await using var world = await PullWorld.CreateAsync(server, "Unpermitted");
        world.Metrc.State.AddUserKey(PullWorld.User, permissions: ["Manage Strains"]);
        var result = await world.PullAsync("employees");
        result.GetProperty("success").GetBoolean().ShouldBeFalse();
        result.GetProperty("code").GetString().ShouldBe("pull.key_refused");
        result.GetProperty("help").GetString()!.ShouldContain("Manage Employees");
        (await world.PullAsync("strains")).GetProperty("success").GetBoolean().ShouldBeTrue("the others go on");
    }

    [Fact]
    public void What_metrc_says_of_a_person_beyond_name_and_licence_is_dropped()
    {
        var row = EmployeeRow.Trim(Raw("""
            {"FullName":"Ana Díaz","Email":"ana@example.test","DateOfBirth":"1980-01-01","IsOwner":true,
             "License":{"Number":"L-1","EmployeeLicenseNumber":"E-7","HomeAddress":"1 Road"}}
            """));
        row.Key.ShouldBe("E-7 Ana Díaz");
        var kept = System.Text.Encoding.UTF8.GetString(row.Json.Span);
        JsonDocument.Parse(kept).RootElement.GetProperty("FullName").GetString().ShouldBe("Ana Díaz");
        foreach (var word in new[] { "ana@", "1980", "IsOwner", "Road" }) kept.ShouldNotContain(word);
    }

    [Fact]
    public void Two_people_who_share_a_licence_number_stay_two()
    {
        var one = EmployeeRow.Read(EmployeeRow.Trim(Person("Ana")));
        var other = EmployeeRow.Read(EmployeeRow.Trim(Person("Bea")));
        one.Id.ShouldNotBe(other.Id);
        EmployeeRow.Read(EmployeeRow.Trim(Person("Ana"))).Id.ShouldBe(one.Id);
    }

    [Fact]
    public void A_row_that_cannot_be_read_is_left_for_the_reader_to_name()
    {
        var odd = Raw("""{"FullName":7}""");
        EmployeeRow.Trim(odd).ShouldBeSameAs(odd);
        Should.Throw<JsonException>(() => EmployeeRow.Read(odd));
    }

    private static MetrcRawRow Raw(string json) => new(null, System.Text.Encoding.UTF8.GetBytes(json));

    private static MetrcRawRow Person(string name) => Raw(
        $$$"""{"FullName":"{{{name}}}","License":{"Number":"L-1","EmployeeLicenseNumber":"L-1"} }""");

    private static (int, int, int) Numbers(JsonElement result) => (
        result.GetProperty("employeesProcessed").GetInt32(), result.GetProperty("employeesCreated").GetInt32(),
        result.GetProperty("employeesUpdated").GetInt32());

    private static Task<List<string>> NamesAsync(PullWorld world) => world.ReadAsync(db =>
        db.MetrcObjects.AsNoTracking().Where(row => row.Kind == MirrorKind.Employees).Select(row => row.Name)
            .Order().ToListAsync(Cancel));
}
