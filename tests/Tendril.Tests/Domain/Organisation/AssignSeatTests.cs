using Tendril.Domain;
using Tendril.Domain.Organisation;

namespace Tendril.Tests.Domain.Organisation;

public class AssignSeatTests
{
    private static readonly Guid North = Id(1), South = Id(2), Boss = Id(10), Ann = Id(11);
    private static readonly MemberSeat Admin = new(Boss, Role.OrgAdmin, null, Active: true);
    private static readonly MemberSeat NorthManager = new(Boss, Role.SiteManager, [North], Active: true);

    [Fact]
    public void Gives_a_seat_within_ones_own_reach()
    {
        Decide(Admin, Seat(Role.OrgAdmin, null)).ShouldBeNull();
        Decide(Admin, Seat(Role.Operator, South)).ShouldBeNull();
        Decide(NorthManager, Seat(Role.Operator, North)).ShouldBeNull();
    }

    [Fact]
    public void Reaches_no_further_than_ones_own_role_and_sites()
    {
        Decide(NorthManager, Seat(Role.SiteManager, North)).ShouldBe("role.not_assignable");
        Decide(NorthManager, Seat(Role.Operator, North), Seat(Role.SiteManager, North)).ShouldBe("role.not_assignable");
        Decide(NorthManager, Seat(Role.Operator, South)).ShouldBe("member.sites_beyond_yours");
        Decide(NorthManager, Seat(Role.Operator, null)).ShouldBe("member.sites_beyond_yours");
        Decide(NorthManager, Seat(Role.Operator, North), Seat(Role.Operator, South))
            .ShouldBe("member.sites_beyond_yours");
    }

    [Fact]
    public void Refuses_seats_that_make_no_sense()
    {
        Decide(Admin, new MemberSeat(Ann, Role.Operator, [], Active: true)).ShouldBe("member.no_sites");
        Decide(Admin, Seat(Role.OrgAdmin, North)).ShouldBe("member.admin_sees_all");
        Decide(Admin, Admin with { Active = false }, Admin, otherAdmins: 3).ShouldBe("member.own_account");
    }

    [Fact]
    public void Keeps_one_administrator()
    {
        var other = Seat(Role.OrgAdmin, null);
        Decide(Admin, other with { Active = false }, other, otherAdmins: 0).ShouldBe("member.last_admin");
        Decide(Admin, other with { Role = Role.Operator }, other, otherAdmins: 0).ShouldBe("member.last_admin");
        Decide(Admin, other with { Role = Role.Operator }, other, otherAdmins: 1).ShouldBeNull();
        Decide(Admin, other, other, otherAdmins: 0).ShouldBeNull();
    }

    private static string? Decide(MemberSeat by, MemberSeat wanted, MemberSeat? current = null, int otherAdmins = 1) =>
        new AssignSeat(wanted).Decide(by, current, otherAdmins).Refused(out var problem, out _) ? problem.Code : null;

    private static MemberSeat Seat(Role role, Guid? site) =>
        new(Ann, role, site is { } one ? [one] : null, Active: true);

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
