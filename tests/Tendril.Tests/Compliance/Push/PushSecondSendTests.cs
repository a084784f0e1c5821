using Microsoft.EntityFrameworkCore;
using Tendril.Domain.Compliance;
using Tendril.Tests.Metrc;

namespace Tendril.Tests.Compliance.Push;

/// <summary>
/// The first send got lost, a look found nothing, and the second is refused: "the name is taken" may mean that the
/// first one arrived late. Metrc is bare bytes here, so that each answer comes at its place.
/// </summary>
public sealed class PushSecondSendTests(StillServer server) : IClassFixture<StillServer>
{
    private const string Taken = """[{"row":0,"message":"Plant Batch Name is already in use"}]""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_refusal_is_believed_when_a_look_finds_nothing()
    {
        var (grower, id, _) = await SendTwiceAsync("Believed", (_, asked) => Empty(asked));

        var operation = await grower.OperationAsync(id);
        (operation.State, operation.Attempts).ShouldBe((ReportState.Refused, 2));
        operation.Error!.ShouldContain("already in use");
    }

    [Fact]
    public async Task A_second_refusal_is_not_believed_while_the_batch_is_there()
    {
        var (grower, id, name) = await SendTwiceAsync(
            "Late",
            (name, asked) => asked.Path.EndsWith("/active", StringComparison.Ordinal) ? Listed(name) : Empty(asked));

        var operation = await grower.OperationAsync(id);
        (operation.State, operation.MetrcId, operation.MatchKey).ShouldBe((ReportState.Verified, 77L, name));
        (await grower.OpenMappingsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_second_refusal_is_not_believed_while_nobody_can_look()
    {
        var (grower, id, _) = await SendTwiceAsync("Silent", (_, _) => (503, ""));

        var operation = await grower.OperationAsync(id);
        (operation.State, operation.Attempts).ShouldBe((ReportState.Unknown, 2));
        operation.NextAttemptAt.ShouldBeGreaterThan(TimeProvider.System.GetUtcNow());
    }

    /// <param name="afterwards">What Metrc answers to looks after the second send, for the batch's name.</param>
    private async Task<(PushTenant Grower, Guid OperationId, string Name)> SendTwiceAsync(
        string tenant, Func<string, Asked, (int Status, string Body)> afterwards)
    {
        var grower = await server.CreateGrowerAsync(tenant);
        using var client = await grower.Tenant.ClientAsync();
        var batch = await grower.AddBatchAsync();
        var posts = 0;
        await using var metrc = new RawMetrc(async (asked, line) =>
        {
            var (status, body) = asked.Method == "POST" ? (400, Taken)
                : posts < 2 ? Empty(asked)
                : afterwards(batch.BatchNumber, asked);
            if (asked.Method == "POST" && Interlocked.Increment(ref posts) == 1) line.Reset();
            else await line.ReplyAsync(status, body);
        });
        await grower.ChangeAsync($"UPDATE metrc_credentials SET base_url = {metrc.Address.ToString()}");
        var id = await ReportSteps.RecordAsync(client, batch.Id);
        await grower.RunAsync(id);
        await grower.ShiftAsync(id, TimeSpan.FromMinutes(5));
        await grower.RunAsync(id);
        (await grower.OperationAsync(id)).State.ShouldBe(ReportState.Recorded, "a look after the lag found nothing");
        await grower.RunAsync(id);
        posts.ShouldBe(2);
        return (grower, id, batch.BatchNumber);
    }

    private static (int, string) Empty(Asked asked) => (200, asked.Method == "GET" ? Answers.Paged([], 0, 1) : "");

    private static (int, string) Listed(string name)
    {
        var planted = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-2);
        return (200, Answers.Paged(
            [$$"""
             {"Id":77,"Name":"{{name}}","PlantBatchTypeName":"Clone","StrainName":"Blue Dream","UntrackedCount":24,
             "TrackedCount":0,"PackagedCount":0,"DestroyedCount":0,"PlantedDate":"{{planted:yyyy-MM-dd}}"}
             """],
            1, 1));
    }
}
