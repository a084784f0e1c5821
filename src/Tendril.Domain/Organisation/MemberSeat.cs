namespace Tendril.Domain.Organisation;

/// <summary>A person's place in an organisation. <paramref name="SiteIds"/> null means every site.</summary>
public sealed record MemberSeat(Guid UserId, Role Role, IReadOnlyList<Guid>? SiteIds, bool Active)
{
    /// <summary>True when every site of <paramref name="other"/> is one of this seat's.</summary>
    public bool Covers(IReadOnlyList<Guid>? other) =>
        SiteIds is null || (other is not null && other.All(SiteIds.Contains));
}

/// <summary>Gives a person a seat, or changes the one they have: who may give what to whom.</summary>
public sealed record AssignSeat(MemberSeat Wanted)
{
    /// <param name="by">The seat of the person who assigns.</param>
    /// <param name="current">The seat as it is; null for a new member.</param>
    /// <param name="otherAdmins">Active org_admins of the organisation besides this person.</param>
    public Result<MemberSeat> Decide(MemberSeat by, MemberSeat? current, int otherAdmins)
    {
        if (RefuseRole(by, current) is { } role) return role;
        if (Wanted.SiteIds is { Count: 0 }) return MemberProblems.NoSites.Refuse("No site is chosen", "siteIds");
        if (Wanted is { Role: Role.OrgAdmin, SiteIds: not null })
            return MemberProblems.AdminSeesAll.Refuse("An org_admin cannot be limited to some sites", "siteIds");
        if (!by.Covers(Wanted.SiteIds) || (current is not null && !by.Covers(current.SiteIds)))
            return MemberProblems.SitesBeyondYours.Refuse(
                "This reaches sites that are not yours", "siteIds", kind: ProblemKind.Denied);
        if (by.UserId == Wanted.UserId && !Wanted.Active)
            return MemberProblems.OwnAccount.Refuse("You cannot deactivate your own account", "active");
        var endsAdmin = current is { Role: Role.OrgAdmin, Active: true }
            && Wanted is not { Role: Role.OrgAdmin, Active: true };
        if (endsAdmin && otherAdmins == 0)
            return MemberProblems.LastAdmin.Refuse(
                "This is the organisation's last administrator", Wanted.Active ? "role" : "active");
        return Wanted;
    }

    private Problem? RefuseRole(MemberSeat by, MemberSeat? current)
    {
        if (Roles.Current.Assign(by.Role, Wanted.Role).Refused(out var given, out _)) return given;
        return current is not null && Roles.Current.Assign(by.Role, current.Role).Refused(out var taken, out _)
            ? taken
            : null;
    }
}

/// <summary>Refusals about memberships.</summary>
public static class MemberProblems
{
    public static readonly ProblemCode NoSites = new(
        "member.no_sites",
        "A member who is limited to some sites has none, and so would see nothing.",
        "Choose at least one site, or every site.");

    public static readonly ProblemCode AdminSeesAll = new(
        "member.admin_sees_all",
        "An org_admin administers the whole organisation and always sees every site.",
        "Choose every site, or another role.");

    public static readonly ProblemCode SitesBeyondYours = new(
        "member.sites_beyond_yours",
        "A person who is limited to some sites gives and takes only those.",
        "Choose among your own sites, or ask somebody who sees every site.");

    public static readonly ProblemCode OwnAccount = new(
        "member.own_account",
        "Nobody locks themselves out.",
        "Ask another administrator to deactivate your account.");

    public static readonly ProblemCode LastAdmin = new(
        "member.last_admin",
        "Without an active org_admin nobody could administer the organisation any more.",
        "Make somebody else org_admin first.");

    public static readonly IReadOnlyList<ProblemCode> Codes =
        [NoSites, AdminSeesAll, SitesBeyondYours, OwnAccount, LastAdmin];
}
