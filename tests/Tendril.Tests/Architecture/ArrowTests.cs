using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Tendril.Server.Storage;

namespace Tendril.Tests.Architecture;

/// <summary>Guards the arrows between rooms: who may see whom, and who may write which table.</summary>
public sealed partial class ArrowTests
{
    /// <summary>What each project may see of ours: projects and, where only a part is meant, that part.</summary>
    private static readonly Dictionary<string, string[]> MaySee = new()
    {
        ["Tendril.Domain"] = [],
        ["Tendril.Sync"] = [],
        ["Tendril.Metrc"] = [],
        ["Tendril.Metrc.Simulator"] = ["Tendril.Metrc", "Tendril.Domain.Values"],
        ["Tendril.Server"] = ["Tendril.Domain", "Tendril.Sync", "Tendril.Metrc", "Tendril.Metrc.Simulator"],
    };

    /// <summary>
    /// A module writes another's table only where one transaction must hold both; each with its reason.
    /// </summary>
    private static readonly Dictionary<(string Module, string Table), string> MayWrite = new()
    {
        [("Compliance", "lots")] = "a pulled package becomes a lot together with its mapping",
        [("Compliance", "stock_movements")] = "a pulled quantity is a movement together with its mapping",
    };

    [Fact]
    public void Projects_refer_only_to_those_they_may_see()
    {
        foreach (var file in Repository.Files(["src"], ".csproj"))
        {
            var name = Path.GetFileNameWithoutExtension(file.Path);
            Reference().Matches(file.Text).Select(match => match.Groups[1].Value)
                .Where(seen => !MaySee[name].Any(allowed =>
                    allowed == seen || allowed.StartsWith(seen + ".", StringComparison.Ordinal)))
                .ShouldBeEmpty(file.Path);
        }
    }

    [Fact]
    public void Sources_name_only_what_their_project_may_see() => (
        from file in Repository.Files(["src"], ".cs")
        let own = file.Path.Split('/')[1]
        from Match match in OurName().Matches(file.Text)
        where !$"{match.Value}.".StartsWith(own + ".", StringComparison.Ordinal)
            || (own == "Tendril.Metrc" && IsSimulator(match.Value))
        where !MaySee[own].Any(allowed => match.Value.StartsWith(allowed, StringComparison.Ordinal))
        select $"{file}: {match.Value}").Distinct().ShouldBeEmpty();

    [Fact]
    public void Only_the_command_line_starts_the_simulator() => Repository.Files(["src/Tendril.Server"], ".cs")
        .Where(file => file.Text.Contains("Tendril.Metrc.Simulator", StringComparison.Ordinal))
        .Where(file => !file.Path.StartsWith("src/Tendril.Server/Platform/", StringComparison.Ordinal))
        .Select(file => file.Path).ShouldBeEmpty();

    [Fact]
    public void Only_its_module_writes_a_table()
    {
        List<string> strangers = [];
        foreach (var (table, set, owner) in Tables())
            foreach (var file in Repository.Files(["src/Tendril.Server/Modules"], ".cs"))
            {
                var module = file.Path.Split('/')[3];
                if (module == owner || MayWrite.ContainsKey((module, table))) continue;
                if (Writes(table, set).IsMatch(file.Text)) strangers.Add($"{file} writes {table} of {owner}");
            }
        strangers.ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_named_after_no_job()
    {
        string[] empty = ["Common", "Shared", "Utils", "Manager", "Helper", "Base", "Impl"];
        Repository.Files(["src", "web/src"], ".cs", ".ts", ".tsx")
            .Where(file => empty.Any(word => file.Path.Split('/').Any(part =>
                part == word || Path.GetFileNameWithoutExtension(part).EndsWith(word, StringComparison.Ordinal))))
            .Select(file => file.Path).ShouldBeEmpty();
    }

    // Every table of the context, its property and the module whose folder holds its row.
    private static IEnumerable<(string Table, string Set, string Owner)> Tables()
    {
        using var db = new TendrilDb(
            new DbContextOptionsBuilder<TendrilDb>().UseNpgsql("Host=nowhere").Options, TenantScope.None,
            TimeProvider.System,
            new Tendril.Domain.IdSource(TimeProvider.System));
        var sets = typeof(TendrilDb).GetProperties().Where(property => property.PropertyType.IsGenericType)
            .ToDictionary(property => property.PropertyType.GetGenericArguments()[0], property => property.Name);
        return
        [
            .. db.Model.GetEntityTypes()
                .Where(type => type.ClrType.Namespace!.Contains(".Modules.", StringComparison.Ordinal))
                .Select(type => (type.GetTableName()!, sets.GetValueOrDefault(type.ClrType, "-"),
                    type.ClrType.Namespace!.Split('.')[3])),
        ];
    }

    private static bool IsSimulator(string name) =>
        name.StartsWith("Tendril.Metrc.Simulator", StringComparison.Ordinal);

    private static Regex Writes(string table, string set) => new(
        $@"\.{set}\s*\.(Add|AddRange|Remove|RemoveRange|Update|UpdateRange|Attach)\("
        + $@"|\.{set}\b[^;]*?\.Execute(Update|Delete)Async\("
        + $@"|(INSERT INTO|UPDATE|DELETE FROM)\s+(public\.)?{table}\b",
        RegexOptions.Singleline);

    [GeneratedRegex("""ProjectReference Include="[^"]*/([\w.]+)\.csproj""")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\bTendril\.(Domain|Metrc|Server|Tests)\b[\w.]*")]
    private static partial Regex OurName();
}
