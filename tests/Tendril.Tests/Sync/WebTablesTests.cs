using Tendril.Server.Sync;
using Tendril.Sync.Tables;
using Tendril.Tests.Domain.Rules;

namespace Tendril.Tests.Sync;

/// <summary>The web app's declarations are the server's.</summary>
public sealed class WebTablesTests
{
    [Fact]
    public void The_web_apps_declarations_are_the_servers()
    {
        var page = Path.Combine(
            RuleFileTests.RepositoryRoot(), "web", "src", "sync", "tables.generated.ts");
        var text = WebTables.Write(SyncedTables.All);
        if (Environment.GetEnvironmentVariable("TENDRIL_WRITE_TABLES") == "1") File.WriteAllText(page, text);
        File.ReadAllText(page).ShouldBe(
            text, "run TENDRIL_WRITE_TABLES=1 ./test and commit web/src/sync/tables.generated.ts");
    }

    [Fact]
    public void Everything_that_a_declaration_says_is_written()
    {
        var tables = new SyncTables(
            new SyncTable("beds", 1, RowScope.Organisation, RowPolicy.AppendOnly, new SyncField("name", FieldKind.Text))
            { Area = "bed" },
            new SyncTable("bed_notes", 2, RowScope.Owner, RowPolicy.NeedsReview,
                new SyncField("user_id", FieldKind.Uuid) { Required = true },
                new SyncField("bed_id", FieldKind.Uuid) { Parent = "beds", Indexed = true },
                new SyncField("text", FieldKind.Text) { MaxLength = 7, Searched = true, Since = 3, Initial = "it's" },
                new SyncField("seen", FieldKind.WholeNumber) { Policy = FieldPolicy.Max },
                new SyncField("tags", FieldKind.TextSet) { Policy = FieldPolicy.SetUnion, Required = true })
            { Area = "bed" });

        var text = WebTables.Write(tables);

        text.ShouldContain("""
            export interface BedNotesRow {
              readonly id: string;
              readonly revision: number;
              readonly user_id: string;
              readonly bed_id: string | null;
              readonly text: string | null;
              readonly seen: number | null;
              readonly tags: readonly string[];
            }
            """);
        text.ShouldContain("name: 'bed_notes', rank: 2, scope: 'owner', policy: 'needs_review', version: 3,");
        text.ShouldContain("""
                  { name: 'bed_id', kind: 'uuid', policy: 'of_row', required: false, since: 1,
                    parent: 'beds', maxLength: 10000, indexed: true, searched: false, initial: null },
                  { name: 'text', kind: 'text', policy: 'of_row', required: false, since: 3,
                    parent: null, maxLength: 7, indexed: false, searched: true, initial: 'it\'s' },
                  { name: 'seen', kind: 'whole_number', policy: 'max', required: false, since: 1,
            """);
    }
}
