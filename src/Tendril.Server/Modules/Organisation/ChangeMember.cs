using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Organisation;
using Tendril.Domain.Rules;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>Changes a member's name, role, sites, or whether they may come in.</summary>
public sealed class ChangeMember(AccessDb access, Members members, AccessAudit audit, TimeProvider time)
{
    /// <param name="SiteIds">Null: every site. Never left out, so that forgetting it opens nothing.</param>
    public sealed record Command(
        string FullName, string Role, [property: JsonRequired] Guid[]? SiteIds, bool Active);

    public static void Map(RouteGroupBuilder users) => users.MapPut(
            "/{id:guid}",
            async (Guid id, Command command, ChangeMember handler, CancellationToken cancel) =>
                (await handler.HandleAsync(id, command, cancel)).Refused(out var problem, out var view)
                    ? (IResult)ProblemResults.From(problem)
                    : TypedResults.Ok(view))
        .Needs("user:edit").WithSummary("Change a member's name, role, sites or whether they may sign in")
        .Produces<MemberView>();

    private async Task<Result<MemberView>> HandleAsync(Guid id, Command command, CancellationToken cancel)
    {
        if (FieldRules.Current.Text("person_name", command.FullName, "fullName").Refused(out var problem, out var name))
            return problem;
        if (WireName.Parse<Role>(command.Role, "role").Refused(out problem, out var role)) return problem;
        await using var transaction = await access.Database.BeginTransactionAsync(cancel);
        await audit.LockAsync(cancel);
        if (await members.FindAsync(id, cancel) is not { } row) return AccountProblems.NotFound;
        var wanted = new MemberSeat(id, role, command.SiteIds, command.Active);
        var others = await members.CountOtherAdminsAsync(id, cancel);
        if (new AssignSeat(wanted).Decide(members.Own, row.ToSeat(), others)
            .Refused(out problem, out var seat)) return problem;
        if (await members.CheckSitesAsync(command.SiteIds, cancel) is { } site) return site;
        if (name != (row.Seat.InvitedAs ?? row.User.FullName) && await members.IsGuestAsync(id, cancel))
            return AccountProblems.OtherHome.Refuse("The name of this account is not yours to change", "fullName");
        var changes = Apply(row, name, seat);
        await access.SaveChangesAsync(cancel);
        await audit.NoteAsync(new AccessChange("updated", "membership", id, changes), cancel);
        await transaction.CommitAsync(cancel);
        return MemberView.Of(row, time.GetUtcNow());
    }

    private static Dictionary<string, object?[]> Apply(MemberRow row, string name, MemberSeat seat)
    {
        Dictionary<string, object?[]> changes = [];
        void Note(string field, object? before, object? after, bool same)
        {
            if (!same) changes[field] = [before, after];
        }

        var role = WireName.Of(seat.Role);
        var sites = seat.SiteIds?.Distinct().ToArray();
        var shown = row.Seat.InvitedAs ?? row.User.FullName;
        Note("full_name", shown, name, shown == name);
        Note("role", row.Seat.Role, role, row.Seat.Role == role);
        Note("active", row.Seat.Active, seat.Active, row.Seat.Active == seat.Active);
        Note("site_ids", row.Seat.SiteIds, sites, SameSites(row.Seat.SiteIds, sites));
        if (name != shown) row.User.FullName = name;
        (row.Seat.Role, row.Seat.Active) = (role, seat.Active);
        if (!SameSites(row.Seat.SiteIds, sites)) row.Seat.SiteIds = sites;
        return changes;
    }

    private static bool SameSites(Guid[]? one, Guid[]? other) =>
        (one is null && other is null) || (one is not null && other is not null && one.ToHashSet().SetEquals(other));
}
