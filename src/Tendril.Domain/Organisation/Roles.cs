using System.Collections.Frozen;
using Tendril.Domain.Rules;

namespace Tendril.Domain.Organisation;

/// <summary>The roles a membership may have. Ranks and permissions are data: <c>rules/roles.json</c>.</summary>
public enum Role
{
    OrgAdmin, SiteManager, HeadGrower, ComplianceQa, ExecutiveViewer, Operator, Cashier, InstallerTech, Support,
}

/// <summary>The permission matrix. Whatever is not listed is denied.</summary>
public sealed class Roles
{
    public static readonly ProblemCode MayNotAssign = new(
        "role.not_assignable",
        "A person may only hand out roles of a lower rank than their own; only an org_admin may make an org_admin.",
        "Ask somebody with a higher role to change this membership.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [MayNotAssign];

    private readonly FrozenDictionary<Role, RoleRule> _rules;

    private Roles(RuleOrigin origin, FrozenDictionary<Role, RoleRule> rules, FrozenSet<string> permissions)
    {
        Origin = origin;
        _rules = rules;
        Permissions = permissions;
    }

    /// <summary>The built-in matrix. A broken file throws on first use; the server touches it at start.</summary>
    public static Roles Current { get; } = Read(RuleFile.Open("rules/roles.json"));

    public RuleOrigin Origin { get; }

    /// <summary>Every permission there is, as <c>area:action</c>.</summary>
    public FrozenSet<string> Permissions { get; }

    public FrozenSet<string> PermissionsOf(Role role) => _rules[role].Permissions;

    /// <summary>True when <paramref name="role"/> holds <paramref name="permission"/> (<c>batch:view</c>).</summary>
    public bool Allows(Role role, string permission) => PermissionsOf(role).Contains(permission);

    /// <summary>
    /// The narrower part a role sees of an area (<c>retail_lots</c>, <c>own_till</c>), or null for all.
    /// </summary>
    public string? ScopeOf(Role role, string permission) =>
        _rules[role].Scopes.GetValueOrDefault(permission.Split(':')[0]);

    public int RankOf(Role role) => _rules[role].Rank;

    /// <summary>A person assigns only lower ranks; an org_admin also org_admin. Needs <c>role:edit</c> too.</summary>
    public bool MayAssign(Role by, Role target) =>
        Allows(by, "role:edit") && (RankOf(target) < RankOf(by) || (by == Role.OrgAdmin && target == Role.OrgAdmin));

    /// <summary>The role to give, or the refusal that says why not.</summary>
    public Result<Role> Assign(Role by, Role target) =>
        MayAssign(by, target)
            ? target
            : MayNotAssign.Refuse(
                $"A {WireName.Of(by)} may not give or take the role {WireName.Of(target)}", "role",
                kind: ProblemKind.Denied);

    /// <summary>Reads a matrix; unknown areas, actions and missing roles are refused.</summary>
    public static Roles Read(RuleNode file)
    {
        var origin = file.Origin("areas", "roles");
        var areas = file.At("areas").Entries()
            .ToDictionary(entry => entry.Name, entry => entry.Node.Texts(), StringComparer.Ordinal);
        var all = areas.SelectMany(area => area.Value.Select(action => $"{area.Key}:{action}"))
            .ToFrozenSet(StringComparer.Ordinal);
        var rules = file.At("roles").Items().Select(node => RoleRule.Read(node, all)).ToArray();
        foreach (var role in Enum.GetValues<Role>())
            if (rules.Count(rule => rule.Role == role) != 1)
                throw file.At("roles").Broken($"must name {WireName.Of(role)} exactly once");
        return new Roles(origin, rules.ToFrozenDictionary(rule => rule.Role), all);
    }

    private sealed record RoleRule(
        Role Role, int Rank, FrozenSet<string> Permissions, FrozenDictionary<string, string> Scopes)
    {
        public static RoleRule Read(RuleNode node, FrozenSet<string> all)
        {
            node.Only("role", "rank", "everything", "may", "scopes");
            var permissions = node.Find("everything")?.Flag() == true ? all : ReadPermissions(node.At("may"), all);
            var scopes = node.Find("scopes")?.Entries() ?? [];
            return new RoleRule(
                node.At("role").Word<Role>(), node.At("rank").Whole(), permissions,
                scopes.ToFrozenDictionary(scope => scope.Name, scope => scope.Node.Text(), StringComparer.Ordinal));
        }

        private static FrozenSet<string> ReadPermissions(RuleNode may, FrozenSet<string> all)
        {
            var granted = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (area, node) in may.Entries())
                foreach (var action in node.Items())
                    granted.Add(all.Contains($"{area}:{action.Text()}")
                        ? $"{area}:{action.Text()}"
                        : throw action.Broken($"there is no permission {area}:{action.Text()}"));
            return granted.ToFrozenSet(StringComparer.Ordinal);
        }
    }
}
