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

    /// <summary>Audit lines about people and their tokens; they name no site.</summary>
    public static readonly string[] AuditedTypes = ["membership", "user", "api_token"];

    /// <summary>
    /// Whose lines of these types a caller limited to some sites may read: the ids of the members they see and of those
    /// members' tokens. Null: all.
    /// </summary>
    public async Task<IReadOnlyList<string>?> AuditedIdsAsync(CancellationToken cancel)
    {
        if (caller.SiteIds is null) return null;
        var people = await Visible().Select(row => row.Seat.UserId).ToListAsync(cancel);
        var tokens = await access.ApiTokens
            .Where(token => token.OrganizationId == caller.OrganizationId && people.Contains(token.UserId))
            .Select(token => token.Id).ToListAsync(cancel);
        return [.. people.Concat(tokens).Select(id => id.ToString())];
    }

    public Task<int> CountOtherAdminsAsync(Guid userId, CancellationToken cancel) => access.Memberships.CountAsync(
        seat => seat.OrganizationId == caller.OrganizationId && seat.UserId != userId && seat.Active
        && seat.Role == "org_admin",
        cancel);

    /// <summary>
    /// Whether the account was made for another organisation. A name belongs to the person everywhere, so only the
    /// administrators of the organisation that made the account may touch it.
    /// </summary>
    public async Task<bool> IsGuestAsync(Guid userId, CancellationToken cancel) =>
        await access.Memberships.Where(seat => seat.UserId == userId).OrderBy(seat => seat.CreatedAt)
            .Select(seat => seat.OrganizationId).FirstAsync(cancel) != caller.OrganizationId;

    /// <summary>
    /// Whether the person has a place in another organisation too, active or not. Whoever sets their password can sign
    /// in there, so that no single organisation may.
    /// </summary>
    public Task<bool> IsElsewhereAsync(Guid userId, CancellationToken cancel) =>
        access.Memberships.AnyAsync(
            seat => seat.UserId == userId && seat.OrganizationId != caller.OrganizationId, cancel);

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
        "The account belongs to another organisation too; its name or password is not yours to change.",
        "Ask the person to change it themselves; who lost the password is added again with another email address.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [Unknown, AlreadyMember, OtherHome];

    public static Problem NotFound => Unknown.Refuse("Member not found", kind: ProblemKind.Unknown);
}
