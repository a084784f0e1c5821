using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Compliance;
using Tendril.Domain.Values;
using Tendril.Metrc;
using Tendril.Server.Jobs;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>A pull by hand: runs as a job; answered at once when it is quick, else with where to look.</summary>
public static class StartSync
{
    /// <param name="LastModifiedStart">A day at the facility.</param>
    /// <param name="LastModifiedEnd">A day at the facility, included.</param>
    /// <param name="Complete">True reads everything, whatever was read before.</param>
    public sealed record Command(
        Guid SiteId, string SyncType, DateOnly? LastModifiedStart = null, DateOnly? LastModifiedEnd = null,
        bool Complete = false);

    /// <summary>Where a pull that takes longer can be watched.</summary>
    public sealed record OnItsWay(bool Success, string SyncType, Guid SyncLogId, string StatusUrl, string Message);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/compliance/sync", HandleAsync).Needs("compliance:sync").WithTags("Compliance")
            .WithSummary("Pull a site's data from Metrc")
            .WithDescription(
                "syncType is one of packages, plant_batches, locations, strains, items, tags, units, facilities, "
                    + "employees, all. Without days: "
                + "whatever is new. Answers 200 when done within 20 s, else 202 with syncLogId and statusUrl; a run "
                    + "in progress "
                + "answers 409 with its syncLogId. The counters of a type are named after it, such as "
                    + "packagesProcessed.")
            .Produces<SyncAnswer>().Produces<OnItsWay>(202).ProducesProblem(409).ProducesProblem(422)
            .ProducesProblem(503);
    }

    private static async Task<IResult> HandleAsync(
        Command command, Caller caller, TenantUnits units, PullRuns runs, SiteLeases leases,
        MetrcConnections connections, TimeProvider time, CancellationToken cancel)
    {
        await using (var unit = await units.BeginAsync(caller.Scope, cancel))
        {
            var site = await unit.Db.Sites.AsNoTracking().FirstOrDefaultAsync(row => row.Id == command.SiteId, cancel);
            if (site is null) return ProblemResults.From(SiteProblems.NotFound("siteId"));
            if (Check(command, site, time).Refused(out var problem, out _)) return ProblemResults.From(problem);
            var now = time.GetUtcNow();
            if (await connections.PauseAsync(unit.Db, site, cancel) is { } pause
                && pause.Left(now) > TimeSpan.Zero)
                return ProblemResults.From(Paused(pause));
        }
        var order = OrderOf(command, caller);
        if (await runs.StartAsync(order, cancel) is not { } started)
            return await BusyAsync(caller, command.SiteId, leases, units, cancel);
        await Task.WhenAny(started.Ended, Task.Delay(Patience, time, cancel));
        return await AnswerAsync(command, started, units, caller, cancel);
    }

    private static Problem Paused(MetrcPause pause) => PullProblems.Paused.Refuse(
        string.Create(CultureInfo.InvariantCulture,
            $"Metrc has not answered since {pause.Since:yyyy-MM-dd HH:mm} UTC; "
                + $"the next try is at {pause.NextTryAt:HH:mm:ss} UTC"),
        kind: ProblemKind.Later);

    /// <summary>The types that a name stands for.</summary>
    private static Result<IReadOnlyList<PullType>> Types(string name)
    {
        if (name == PullTypes.AllTypes) return Result<IReadOnlyList<PullType>>.Of(PullTypes.All);
        if (PullTypes.Find(name) is { } type) return Result<IReadOnlyList<PullType>>.Of([type]);
        var choices = string.Join(", ", PullTypes.All.Select(one => one.Name).Append(PullTypes.AllTypes));
        return PullTypes.Later.Contains(name, StringComparer.Ordinal)
            ? PullProblems.TypeLater.Refuse($"\"{name}\" is not pulled yet; there are {choices}", "syncType")
            : PullProblems.TypeUnknown.Refuse($"\"{name}\" is not one of {choices}", "syncType");
    }

    private static Result<PullPlan> Check(Command command, Site site, TimeProvider time)
    {
        if (Types(command.SyncType).Refused(out var problem, out _)) return problem;
        if (SiteZone.Parse(site.TimeZone).Refused(out problem, out var zone)) return problem;
        return PullPlan.Decide(RangeOf(command), null, zone, time.GetUtcNow());
    }

    private static PullRange RangeOf(Command command) => new(command.LastModifiedStart, command.LastModifiedEnd);

    private static PullOrder OrderOf(Command command, Caller caller)
    {
        var types = Types(command.SyncType).Refused(out var problem, out var known)
            ? throw new InvalidOperationException(problem.Message)
            : known;
        return new PullOrder(
            caller.Scope, command.SiteId, command.SyncType, types, new PullWish(RangeOf(command), command.Complete),
            new PullTrigger(caller.Name, caller.UserId));
    }

    private static async Task<IResult> BusyAsync(
        Caller caller, Guid siteId, SiteLeases leases, TenantUnits units, CancellationToken cancel)
    {
        var running = await leases.RunningAsync(caller.OrganizationId, siteId, SitePull.Purpose, cancel);
        var log = running is null
            ? null
            : await units.ReadAsync(caller.Scope, db => SyncLogViews.OneAsync(db, row => row.Id == running, cancel),
                cancel);
        var since = log is null ? "" : $" since {log.StartedAt.ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture)}";
        return ProblemResults.From(
            PullProblems.Running.Refuse($"A pull of this site is already running{since}", "siteId",
                kind: ProblemKind.Conflict),
            more: running is null ? null : new Dictionary<string, object?>
            {
                ["syncLogId"] = running,
                ["statusUrl"] = StatusUrl(running.Value),
            });
    }

    private static async Task<IResult> AnswerAsync(
        Command command, StartedPull started, TenantUnits units, Caller caller, CancellationToken cancel)
    {
        if (!started.Ended.IsCompleted)
            return TypedResults.Accepted(StatusUrl(started.LogId), new OnItsWay(
                true, command.SyncType, started.LogId, StatusUrl(started.LogId),
                "The pull is running; its progress is shown in the history"));
        await started.Ended;
        var log = await units.ReadAsync(
            caller.Scope, db => db.SyncLogs.AsNoTracking().SingleAsync(row => row.Id == started.LogId, cancel), cancel);
        return TypedResults.Ok(SyncAnswer.Of(log));
    }

    private static string StatusUrl(Guid logId) => $"/api/compliance/sync/{logId}";
}
