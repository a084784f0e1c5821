using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Organisation;
using Tendril.Server.Platform.Access;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>A person's account with their place in one organisation.</summary>
public sealed record MemberRow
{
    // Set by name, not by position: only so can a query look through the row at its parts.
    public required User User { get; init; }

    public required Membership Seat { get; init; }

    public MemberSeat ToSeat() => new(User.Id, Members.RoleOf(Seat.Role), Seat.SiteIds, Seat.Active);
}

/// <summary>The members of the caller's organisation that the caller may see.</summary>
public sealed class Members(AccessDb access, Caller caller, TenantUnits units)
{
    /// <summary>The caller's own seat; a token counts with its own, lower role.</summary>
    public MemberSeat Own => new(caller.UserId, RoleOf(caller.Role), caller.SiteIds, Active: true);

    /// <summary>
    /// A caller who is limited to some sites sees those who work at one of them, and those who see all.
    /// </summary>
    public IQueryable<MemberRow> Visible()
    {
        var seats = access.Memberships.Where(seat => seat.OrganizationId == caller.OrganizationId);
        if (caller.SiteIds is { } own)
            seats = seats.Where(seat => seat.SiteIds == null || seat.SiteIds.Any(site => own.Contains(site)));
        return access.Users.Join(seats, user => user.Id, seat => seat.UserId, (user, seat) =>
            new MemberRow { User = user, Seat = seat });
    }

    public Task<MemberRow?> FindAsync(Guid userId, CancellationToken cancel) =>
        Visible().FirstOrDefaultAsync(row => row.Seat.UserId == userId, cancel);

    public Task<int> CountOtherAdminsAsync(Guid userId, CancellationToken cancel) => access.Memberships.CountAsync(
        seat => seat.OrganizationId == caller.OrganizationId && seat.UserId != userId && seat.Active
        && seat.Role == "org_admin",
        cancel);

    /// <summary>
    /// Whether the account was made for another organisation. A name or password belongs to the person everywhere, so
    /// only the administrators of the organisation that made the account may touch them.
    /// </summary>
    public async Task<bool> IsGuestAsync(Guid userId, CancellationToken cancel) =>
        await access.Memberships.Where(seat => seat.UserId == userId).OrderBy(seat => seat.CreatedAt)
            .Select(seat => seat.OrganizationId).FirstAsync(cancel) != caller.OrganizationId;

    /// <summary>Refuses sites that are not sites of the organisation, or not the caller's.</summary>
    public async Task<Problem?> CheckSitesAsync(IReadOnlyList<Guid>? siteIds, CancellationToken cancel)
    {
        if (siteIds is null) return null;
        var known = await units.ReadAsync(
            caller.Scope, db => db.Sites.CountAsync(site => siteIds.Contains(site.Id), cancel), cancel);
        return known == siteIds.Distinct().Count() ? null : SiteProblems.NotFound("siteIds");
    }

    // A role that is no longer known counts as the lowest, so that it opens nothing.
    internal static Role RoleOf(string name) => WireName.TryParse<Role>(name, out var role) ? role : Role.Support;
}

/// <summary>Refusals about accounts.</summary>
public static class AccountProblems
{
    public static readonly ProblemCode Unknown = new(
        "user.unknown", "There is no such member in your organisation.", "Choose somebody from the list.");

    public static readonly ProblemCode AlreadyMember = new(
        "user.already_member", "This person is a member of your organisation already.",
        "Find them in the list; an inactive member can be made active again.");

    public static readonly ProblemCode OtherHome = new(
        "user.other_home",
        "The account was made for another organisation; its name and password are not yours to change.",
        "Ask the person to change it themselves.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [Unknown, AlreadyMember, OtherHome];

    public static Problem NotFound => Unknown.Refuse("Member not found", kind: ProblemKind.Unknown);
}
