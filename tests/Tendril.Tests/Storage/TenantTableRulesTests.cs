using Npgsql;
using Tendril.Tests.Support;

namespace Tendril.Tests.Storage;

/// <summary>Guards how tables are made: read from the catalog, so that a table nobody thought of is found.</summary>
public sealed class TenantTableRulesTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Tables in schema public without a tenant. There are none, and a new one needs a reason here.</summary>
    private static readonly string[] WithoutTenant = [];

    /// <summary>Functions that run with the owner's rights, each a named door in the wall.</summary>
    private static readonly Dictionary<string, string> Doors = new()
    {
        ["tendril.note_audit"] = "the audit line of a change outside tenant tables",
        ["tendril.organizations_with_mail"] = "which organisations have mail waiting",
        ["tendril.due_operations"] = "which report operations are due, ids only; each is then opened as its tenant",
        ["tendril.sites_to_pull"] = "which sites have a schedule and keys, ids only; each is then opened as its tenant",
        ["tendril.assert_lease"] = "whether a site's lease is still held, before a write",
        ["tendril.sync_epoch"] = "which history of revisions this database tells, one number for all",
        ["tendril.take_metrc_budget"] = "the shared budget of calls to Metrc, taken in one step",
        ["tendril.add_movements_to_lots"] =
            "the one writer of a lot's quantity, a trigger on rows that passed the policy",
    };

    [Fact]
    public async Task Every_table_forces_row_level_security_with_one_policy_for_reading_and_writing() =>
        (await FindAsync("""
        SELECT c.relname::text FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'f')
          AND NOT (c.relrowsecurity AND c.relforcerowsecurity
            AND (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid) = 1
            AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd = '*' AND p.polpermissive
              AND pg_get_expr(p.polqual, p.polrelid) =
                '(organization_id = ( SELECT tendril.current_organization() AS current_organization))'
              AND pg_get_expr(p.polwithcheck, p.polrelid) = pg_get_expr(p.polqual, p.polrelid)))
        """)).Except(WithoutTenant).ShouldBeEmpty();

    [Fact]
    public async Task Every_primary_and_foreign_key_between_tenant_tables_begins_with_the_organisation()
    {
        var tables = await Catalog.TablesAsync(database.Connections.Owner, "public", Cancel);
        tables.Where(table => table.PrimaryKey.FirstOrDefault() != "organization_id").ShouldBeEmpty();
        tables.Where(table =>
            table.Links.Any(link => link.Columns[0] != "organization_id" || link.ParentColumns[0] != "organization_id"))
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_unique_index_begins_with_the_organisation() => (await FindAsync("""
        SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organization_id'
        WHERE c.relnamespace = 'public'::regnamespace AND i.indisunique AND i.indkey[0] <> a.attnum
        """)).ShouldBeEmpty();

    [Fact]
    public async Task No_view_shows_tenant_rows_with_its_owners_rights() => (await FindAsync("""
        SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind IN ('v', 'm')
          AND c.relnamespace::regnamespace::text IN ('public', 'access', 'tendril')
          AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false)
        """)).ShouldBeEmpty();

    [Fact]
    public async Task The_applications_role_is_neither_owner_nor_above_row_level_security()
    {
        (await FindAsync("""
            SELECT rolname::text FROM pg_roles WHERE rolname IN ('tendril_app', 'tendril_system')
              AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)
            """)).ShouldBeEmpty();
        (await FindAsync("""
            SELECT c.oid::regclass::text FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
            WHERE r.rolname = 'tendril_app'
              OR (r.rolname = 'tendril_system' AND c.relnamespace = 'public'::regnamespace)
            """)).ShouldBeEmpty();
        (await FindAsync("""
            SELECT m.roleid::regrole::text FROM pg_auth_members m
            WHERE m.member::regrole::text IN ('tendril_app', 'tendril_system')
            """)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Neither_role_reads_the_others_tables()
    {
        (await FindAsync("""
            SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S')
              AND n.nspname NOT IN ('public', 'pg_catalog', 'information_schema')
              AND n.nspname NOT LIKE 'pg_toast%'
              AND CASE WHEN c.relkind = 'S' THEN has_sequence_privilege('tendril_app', c.oid, 'USAGE')
                ELSE has_table_privilege('tendril_app', c.oid, 'SELECT, INSERT, UPDATE, DELETE') END
            """)).ShouldBeEmpty();
        (await FindAsync("""
            SELECT c.oid::regclass::text FROM pg_class c
            WHERE c.relkind IN ('r', 'p', 'v', 'm') AND c.relnamespace = 'public'::regnamespace
              AND has_table_privilege('tendril_system', c.oid, 'SELECT, INSERT, UPDATE, DELETE')
            """)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_audit_log_can_only_grow() => (await FindAsync("""
        SELECT privilege FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS privilege
        WHERE has_table_privilege('tendril_app', 'audit_entries', privilege)
        """)).ShouldBeEmpty();

    [Fact]
    public async Task Every_door_in_the_wall_is_named_and_keeps_to_its_own_schemas()
    {
        var doors = await FindAsync(
            "SELECT p.pronamespace::regnamespace || '.' || p.proname FROM pg_proc p WHERE p.prosecdef");
        doors.Except(Doors.Keys).ShouldBeEmpty();
        (await FindAsync("""
            SELECT p.proname::text FROM pg_proc p WHERE p.prosecdef
              AND NOT EXISTS (SELECT FROM unnest(p.proconfig) AS setting WHERE setting LIKE 'search_path=%')
            """)).ShouldBeEmpty();
        (await FindAsync("""
            SELECT p.proname::text FROM pg_proc p WHERE p.prosecdef AND p.prorettype <> 'trigger'::regtype
              AND has_function_privilege('public', p.oid, 'EXECUTE')
            """)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_applications_role_opens_no_door_that_looks_across_organisations() => (await FindAsync("""
        SELECT p.pronamespace::regnamespace || '.' || p.proname FROM pg_proc p
        WHERE p.prosecdef AND p.prorettype <> 'trigger'::regtype
          AND has_function_privilege('tendril_app', p.oid, 'EXECUTE')
        """))
        // The second one answers one number that is the same for all.
        .ShouldBe(["tendril.assert_lease", "tendril.sync_epoch"]);

    private async Task<IReadOnlyList<string>> FindAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(database.Connections.Owner);
        return await Catalog.TextsAsync(source, sql, null, Cancel);
    }
}
