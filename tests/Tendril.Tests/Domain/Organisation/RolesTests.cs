using Tendril.Domain;
using Tendril.Domain.Organisation;
using Tendril.Domain.Rules;

namespace Tendril.Tests.Domain.Organisation;

public class RolesTests
{
    private static readonly Roles Matrix = Roles.Current;

    // The matrix of the specification, row by row: V view, E edit, D delete, A approve, - nothing.
    public static TheoryData<string, string> Rows => new()
    {
        { "batch plant harvest task", "VEDA VEDA V V VE - - V" },
        { "inventory package tag", "VEDA VE VA V VE V - V" },
        { "production waste", "VEDA VED VA V VE - - V" },
        { "lab transfer", "VEDA V VEDA V V - - V" },
        { "sale customer till", "VEDA - V V - VE - V" },
        { "product supplier order", "VEDA V V V V V - V" },
        { "expense report", "VEDA V V V - - - -" },
        { "site room pod device", "VE V V V V V VE V" },
        { "user role", "VE - V V - - - -" },
    };

    [Theory, MemberData(nameof(Rows))]
    public void Gives_each_role_exactly_its_cell(string areas, string row)
    {
        var cells = row.Split(' ');
        var roles = Enum.GetValues<Role>().Skip(1).ToArray();
        foreach (var area in areas.Split(' '))
            for (var i = 0; i < roles.Length; i++)
            {
                var granted = string.Concat(
                    "view edit delete approve".Split(' ')
                        .Where(action => Matrix.Allows(roles[i], $"{area}:{action}"))
                        .Select(action => char.ToUpperInvariant(action[0])));
                granted.ShouldBe(cells[i].Replace("-", ""), $"{roles[i]} on {area}");
            }
    }

    [Theory]
    [InlineData(Role.SiteManager, "view report export sync push approve")]
    [InlineData(Role.HeadGrower, "view push")]
    [InlineData(Role.ComplianceQa, "view report export sync push approve credentials")]
    [InlineData(Role.ExecutiveViewer, "view report export")]
    [InlineData(Role.Operator, "")]
    [InlineData(Role.Cashier, "")]
    [InlineData(Role.InstallerTech, "")]
    [InlineData(Role.Support, "view")]
    public void Gives_compliance_permissions_exactly(Role role, string actions) =>
        PermissionsIn(role, "compliance").ShouldBe(actions.Split(' ', StringSplitOptions.RemoveEmptyEntries), true);

    [Theory]
    [InlineData(Role.SiteManager, "upload lock", "view")]
    [InlineData(Role.HeadGrower, "upload", "")]
    [InlineData(Role.ComplianceQa, "upload lock", "view")]
    [InlineData(Role.ExecutiveViewer, "", "view")]
    [InlineData(Role.Operator, "upload", "")]
    [InlineData(Role.Support, "", "")]
    public void Gives_evidence_and_audit_exactly(Role role, string evidence, string audit)
    {
        PermissionsIn(role, "evidence").ShouldBe(evidence.Split(' ', StringSplitOptions.RemoveEmptyEntries), true);
        PermissionsIn(role, "audit").ShouldBe(audit.Split(' ', StringSplitOptions.RemoveEmptyEntries), true);
    }

    [Fact]
    public void Gives_an_org_admin_everything_and_only_them_the_organisation()
    {
        Matrix.PermissionsOf(Role.OrgAdmin).ShouldBe(Matrix.Permissions, true);
        foreach (var role in Enum.GetValues<Role>().Skip(1))
        {
            Matrix.PermissionsOf(role).IsProperSubsetOf(Matrix.Permissions).ShouldBeTrue();
            foreach (var area in (string[])["organisation", "api_token", "retention"])
                PermissionsIn(role, area).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Ranks_the_roles_as_specified() =>
        Enum.GetValues<Role>().Select(Matrix.RankOf).ShouldBe([100, 80, 70, 60, 50, 40, 40, 30, 20]);

    [Theory]
    [InlineData(Role.OrgAdmin, Role.OrgAdmin, true)]
    [InlineData(Role.OrgAdmin, Role.SiteManager, true)]
    [InlineData(Role.SiteManager, Role.HeadGrower, true)]
    [InlineData(Role.SiteManager, Role.SiteManager, false)]
    [InlineData(Role.SiteManager, Role.OrgAdmin, false)]
    [InlineData(Role.HeadGrower, Role.Operator, false)]
    public void Assigns_only_lower_roles_and_only_with_the_permission(Role by, Role target, bool allowed)
    {
        Matrix.MayAssign(by, target).ShouldBe(allowed);
        Matrix.Assign(by, target).Refused(out var problem, out _).ShouldBe(!allowed);
        if (allowed) return;
        problem!.Code.ShouldBe("role.not_assignable");
        problem.Kind.ShouldBe(ProblemKind.Denied);
    }

    [Fact]
    public void Narrows_what_a_cashier_sees()
    {
        Matrix.ScopeOf(Role.Cashier, "inventory:view").ShouldBe("retail_lots");
        Matrix.ScopeOf(Role.Cashier, "till:edit").ShouldBe("own_till");
        Matrix.ScopeOf(Role.Cashier, "product:view").ShouldBeNull();
        Matrix.ScopeOf(Role.Operator, "inventory:view").ShouldBeNull();
    }

    [Theory]
    [InlineData("""[{ "role": "support", "rank": 20, "may": { "batch": ["fly"] } }]""", "$.roles[0].may.batch[0]")]
    [InlineData("""[{ "role": "support", "rank": 20, "may": {} }]""", "$.roles")]
    [InlineData("""[{ "role": "pirate", "rank": 20, "may": {} }]""", "$.roles[0].role")]
    public void Refuses_a_broken_matrix_with_the_key(string roles, string key)
    {
        var file = RuleFile.Parse("rules/test.json", $$"""
            { "source": "test", "effectiveFrom": "2026-01-01", "areas": { "batch": ["view"] }, "roles": {{roles}} }
            """);
        Should.Throw<RuleFileException>(() => Roles.Read(file)).Key.ShouldBe(key);
    }

    [Fact]
    public void Says_where_the_matrix_comes_from() => Matrix.Origin.Source.ShouldNotBeEmpty();

    private static IEnumerable<string> PermissionsIn(Role role, string area) =>
        Matrix.PermissionsOf(role).Where(permission => permission.StartsWith(area + ":", StringComparison.Ordinal))
            .Select(permission => permission[(area.Length + 1)..]);
}
