using Tendril.Domain.Cultivation;

namespace Tendril.Tests.Domain.Cultivation;

public class AssignPodTests
{
    private static readonly DateOnly Start = new(2026, 11, 1);
    private static readonly Guid Ours = Id(1), Other = Id(2), Pod = Id(10), OtherPod = Id(11);

    private static readonly Batch Batch =
        new(Ours, "B-1", DomainType.Cannabis, null, SourceType.Clone, 50, Start) { Stage = BatchStage.Clone };

    [Fact]
    public void Puts_all_plants_into_one_pod() => Decide(At(Pod, 50, 0, null)).ShouldBe((null, ""));

    [Fact]
    public void Puts_plants_into_several_pods_up_to_the_batchs_count()
    {
        Decide(At(Pod, 20, 0, null), [At(OtherPod, 30, 0, null)]).ShouldBe((null, ""));
        Decide(At(Pod, 21, 0, null), [At(OtherPod, 30, 0, null)]).ShouldBe(("pod.more_than_batch", ""));
    }

    [Fact]
    public void Counts_only_plants_that_stand_there_at_the_same_time()
    {
        // Moved on: the old assignment ends the day before the new one begins.
        Decide(At(Pod, 50, 10, null), [At(OtherPod, 50, 0, 9)]).ShouldBe((null, ""));
        Decide(At(Pod, 50, 10, null), [At(OtherPod, 50, 0, 10)]).ShouldBe(("pod.more_than_batch", ""));
        Decide(At(Pod, 50, 0, 9), [At(OtherPod, 50, 10, null)]).ShouldBe((null, ""));
        Decide(At(Pod, 50, 0, null), [At(OtherPod, 1, 10, null)]).ShouldBe(("pod.more_than_batch", ""));
        // Two that never stand together with each other do not add up.
        Decide(At(Pod, 20, 0, null), [At(OtherPod, 30, 0, 5), At(OtherPod, 30, 6, null)]).ShouldBe((null, ""));
    }

    [Fact]
    public void Does_not_stand_twice_in_one_pod() =>
        Decide(At(Pod, 10, 5, 9), [At(Pod, 10, 0, 5)], [At(Pod, 10, 0, 5)]).ShouldBe(("pod.already_there", ""));

    [Fact]
    public void Warns_of_another_batch_in_the_pod_and_refuses_a_full_one()
    {
        var neighbour = At(Pod, 30, 0, 5) with { BatchId = Other };
        Decide(At(Pod, 50, 0, null), inPod: [neighbour]).ShouldBe((null, "pod.shared"));
        Decide(At(Pod, 50, 6, null), inPod: [neighbour]).ShouldBe((null, ""));
        Decide(At(Pod, 50, 0, null), inPod: [neighbour], capacity: 80).ShouldBe((null, "pod.shared"));
        Decide(At(Pod, 50, 0, null), inPod: [neighbour], capacity: 79).ShouldBe(("pod.full", ""));
        Decide(At(Pod, 50, 0, null), capacity: 49).ShouldBe(("pod.full", ""));
    }

    [Fact]
    public void A_changed_assignment_does_not_stand_in_its_own_way()
    {
        var before = At(Pod, 30, 0, null);
        Decide(before with { PlantCount = 50 }, [before], [before], capacity: 50).ShouldBe((null, ""));
    }

    [Fact]
    public void Refuses_nonsense()
    {
        Decide(At(Pod, 0, 0, null)).ShouldBe(("count_not_positive", ""));
        Decide(At(Pod, 1, 5, 4)).ShouldBe(("pod.ends_before_start", ""));
        Decide(At(Pod, 1, 5, 5)).ShouldBe((null, ""));
        Decide(At(Pod, 1, -1, null)).ShouldBe(("pod.before_batch", ""));
    }

    [Theory, InlineData(BatchStatus.Completed), InlineData(BatchStatus.Destroyed)]
    public void A_batch_that_is_over_goes_nowhere(BatchStatus status)
    {
        new AssignPod(At(Pod, 1, 0, null)).Decide(Batch with { Status = status }, [], new PodOccupancy(Pod, null, []))
            .Refused(out var problem, out _).ShouldBeTrue();
        problem!.Code.ShouldBe("batch.over");
    }

    private static (string?, string) Decide(
        PodAssignment assignment, PodAssignment[]? ofBatch = null, PodAssignment[]? inPod = null, int? capacity = null)
    {
        var refused = new AssignPod(assignment)
            .Decide(Batch, ofBatch ?? [], new PodOccupancy(Pod, capacity, inPod ?? []))
            .Refused(out var problem, out var decided);
        if (!refused) decided!.Value.ShouldBe(assignment);
        return (problem?.Code, string.Join(' ', decided?.Warnings.Select(one => one.Code) ?? []));
    }

    private static int _next = 100;

    private static PodAssignment At(Guid pod, int plants, int from, int? to) =>
        new(Id(_next++), Ours, pod, plants, Start.AddDays(from), to is { } days ? Start.AddDays(days) : null);

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
