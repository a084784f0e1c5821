using Tendril.Domain.Compliance;

namespace Tendril.Tests.Domain.Compliance;

public class BatchLocationTests
{
    private static readonly DateOnly Today = new(2026, 11, 20);

    [Fact]
    public void The_newest_open_pods_mapping_wins()
    {
        var answer = Resolve([Pod("P1", -10, "Veg 1"), Pod("P2", -3, "Veg 1", "Room")], "Default");
        (answer.Location, answer.Source, answer.RequiresManualInput)
            .ShouldBe(("Veg 1", LocationSource.PodMapping, false));
        answer.Candidates.ShouldBe([
            new("Veg 1", LocationSource.PodMapping, "P2"), new("Veg 1", LocationSource.PodMapping, "P1"),
            new("Default", LocationSource.SiteDefault, null)]);
    }

    [Fact]
    public void Then_its_room() =>
        Resolve([Pod("P1", -3, " ", "Room 7")], "Default")
            .ShouldSatisfyAllConditions(
                answer => answer.Location.ShouldBe("Room 7"),
                answer => answer.Source.ShouldBe(LocationSource.RoomMapping));

    [Fact]
    public void Then_the_sites_default()
    {
        Resolve([Pod("P1", -3)], " Default ").Location.ShouldBe("Default");
        Resolve([], "Default").Source.ShouldBe(LocationSource.SiteDefault);
        // The newest pod decides; an older one's mapping is only offered.
        var answer = Resolve([Pod("P1", -9, "Veg 1"), Pod("P2", -3)], "Default");
        (answer.Source, answer.Candidates.Count).ShouldBe((LocationSource.SiteDefault, 2));
    }

    [Fact]
    public void Then_a_person()
    {
        var answer = Resolve([Pod("P1", -3)], null);
        (answer.Location, answer.Source, answer.RequiresManualInput).ShouldBe((null, LocationSource.None, true));
        answer.Candidates.ShouldBeEmpty();
    }

    [Fact]
    public void Several_pods_in_different_places_ask_a_person()
    {
        var answer = Resolve([Pod("P1", -9, "Veg 1"), Pod("P2", -3, null, "Veg 2")], "Default");
        (answer.Location, answer.Source, answer.RequiresManualInput).ShouldBe((null, LocationSource.None, true));
        answer.Candidates.Select(one => one.Location).ShouldBe(["Veg 2", "Veg 1", "Default"]);
    }

    [Theory]
    [InlineData(-10, -1, false), InlineData(-10, 0, true), InlineData(-10, null, true)]
    [InlineData(0, null, true), InlineData(1, null, false)]
    public void Only_pods_of_today_count(int from, int? to, bool counts) =>
        Resolve([Pod("P1", from, "Veg 1") with { ToOn = to is { } days ? Today.AddDays(days) : null }], null)
            .Location.ShouldBe(counts ? "Veg 1" : null);

    [Fact]
    public void Offers_at_most_five_valid_choices_the_nearest_name_first()
    {
        var locations = Enumerable.Range(1, 7)
            .Select(number => new MetrcLocation(number, $"Veg {number}") { ForPlantBatches = true })
            .Append(new MetrcLocation(8, "Mother Room") { ForPlantBatches = true })
            .Append(new MetrcLocation(9, "Mother Vault")).ToArray();
        var (found, finding) = BatchLocation.Check("Mother Rom", locations);
        found.ShouldBeNull();
        finding!.Help.ShouldBe("Choose one of: Mother Room, Veg 1, Veg 2, Veg 3, Veg 4 and 3 more.");
    }

    [Fact]
    public void Says_when_there_is_nothing_to_choose()
    {
        BatchLocation.Check("Veg", []).Finding!.Code.ShouldBe("locations_not_pulled");
        BatchLocation.Check("Dry", [new MetrcLocation(1, "Dry")]).Finding!.Help
            .ShouldStartWith("No active location of this facility takes plant batches.");
    }

    [Fact]
    public void Prefers_the_active_one_of_two_with_the_same_name() =>
        BatchLocation.Check("Veg", [
            new MetrcLocation(1, "Veg") { IsActive = false, ForPlantBatches = true },
            new MetrcLocation(2, "VEG") { ForPlantBatches = true }]).Location!.Id.ShouldBe(2);

    private static ResolvedLocation Resolve(IReadOnlyList<BatchPod> pods, string? siteDefault) =>
        BatchLocation.Resolve(pods, siteDefault, Today);

    private static BatchPod Pod(string name, int fromDays, string? location = null, string? room = null) =>
        new(name, Today.AddDays(fromDays), null, location, room);
}
