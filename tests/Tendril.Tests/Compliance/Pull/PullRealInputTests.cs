using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tendril.Metrc.Simulator;
using Tendril.Metrc.Simulator.Seeding;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Tests.Compliance.Pull;

/// <summary>
/// Real names with their HTML, blanks and odd characters, real licence numbers, thousands of packages.
/// </summary>
public sealed class PullRealInputTests(PullServer server) : IClassFixture<PullServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_thousand_packages_become_five_thousand_lots_and_a_hundred_changes_write_a_hundred()
    {
        Assert.SkipUnless(RealNames.Present, RealNames.Missing);
        var licences = RealNames.Column("licenses/licenses-co-latest.csv", "license_number").Distinct().Take(3)
            .ToArray();
        var metrc = await MetrcSimulator.StartAsync(new SimulatorOptions { Limits = false }, Cancel);
        var world = WorldSeed.Sow(metrc.State, new SeedPlan
        {
            Seed = 1,
            VendorKey = PullWorld.Vendor,
            UserKey = PullWorld.User,
            Packages = 5000,
            Facilities = [new(licences[0], "Grower"), new(licences[1], "Maker", "Manufacturer"),
                new(licences[2], "Shop", "Dispensary")],
            StrainNames = RealNames.Column("names/strains.csv", "name").Distinct().Take(300).ToArray(),
            ItemNames = RealNames.Column("names/products.csv", "name").Distinct().Take(500).ToArray(),
        });
        await using var pull = await PullWorld.OverAsync(server, "Real input", metrc, licences);
        var all = await Task.WhenAll(pull.Sites.Select(site => pull.PullAsync("all", site.Id)));
        all.ShouldAllBe(result => result.GetProperty("success").GetBoolean(), Errors(all));
        await ShouldMatchAsync(pull, world, metrc);
        var again = await Task.WhenAll(pull.Sites.Select(site => pull.PullAsync("packages", site.Id, complete: true)));
        again.Sum(result => result.GetProperty("created").GetInt32() + result.GetProperty("updated").GetInt32())
            .ShouldBe(0);
        foreach (var (licence, count) in licences.Zip([34, 33, 33])) metrc.State.Touch(licence, count);
        var changed = await Task.WhenAll(pull.Sites.Select(site => pull.PullAsync("packages", site.Id)));
        changed.Sum(result => result.GetProperty("updated").GetInt32()).ShouldBe(100);
        changed.Sum(result => result.GetProperty("created").GetInt32()).ShouldBe(0);
        await ShouldMatchAsync(pull, world, metrc);
    }

    private static async Task ShouldMatchAsync(PullWorld pull, SeededWorld world, MetrcSimulator metrc)
    {
        var lots = 0;
        foreach (var (id, licence) in pull.Sites)
        {
            var ours = await pull.LotsAsync(id);
            lots += ours.Count;
            ours.ShouldBe(pull.Truth(licence), ignoreOrder: true);
        }
        lots.ShouldBe(world.Packages.Count);
        var mappings =
            await pull.ReadAsync(db => db.MetrcPackageMappings.CountAsync(row => row.ClosedAt == null, Cancel));
        mappings.ShouldBe(lots);
        metrc.State.PackageList().Count.ShouldBe(lots);
    }

    private static string Errors(IEnumerable<JsonElement> results) =>
        string.Join('\n', results.Select(result => result.GetProperty("errors").ToString()));
}

/// <summary>The names and licences that lie beside the repository.</summary>
internal static class RealNames
{
    public const string Missing = "The folder ../shared/data with real names and licences is not there.";

    private static readonly string Folder = Find();

    public static bool Present => Directory.Exists(Folder);

    /// <summary>The values of a column that say anything, letter by letter as they stand there.</summary>
    public static IEnumerable<string> Column(string file, string column)
    {
        var rows = Rows(File.ReadAllText(Path.Combine(Folder, file)));
        var at = rows[0].IndexOf(column);
        return rows.Skip(1).Where(row => row.Count > at && !string.IsNullOrWhiteSpace(row[at])).Select(row => row[at]);
    }

    private static List<List<string>> Rows(string text)
    {
        List<List<string>> rows = [[]];
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var sign = text[i];
            if (quoted && sign == '"' && i + 1 < text.Length && text[i + 1] == '"') field.Append(text[++i]);
            else if (sign == '"') quoted = !quoted;
            else if (!quoted && sign is ',' or '\n')
            {
                rows[^1].Add(field.ToString().TrimEnd('\r'));
                field.Clear();
                if (sign == '\n') rows.Add([]);
            }
            else field.Append(sign);
        }
        return rows;
    }

    private static string Find([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "..", "..", "shared", "data"));
}
