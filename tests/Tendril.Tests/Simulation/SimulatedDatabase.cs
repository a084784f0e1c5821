using Npgsql;
using Tendril.Tests.Support;

namespace Tendril.Tests.Simulation;

/// <summary>A migrated database for worlds, used as the restricted role; with a planted mistake where one is
/// asked for.</summary>
public sealed class SimulatedDatabase(DatabaseCluster cluster) : IAsyncLifetime
{
    private NpgsqlDataSource? _source;

    public NpgsqlDataSource Source => _source!;

    /// <summary>Another of the same cluster, not opened yet.</summary>
    public SimulatedDatabase Another() => new(cluster);

    public ValueTask InitializeAsync() => OpenAsync(Planted.None);

    public async ValueTask OpenAsync(Planted bug)
    {
        var cancel = TestContext.Current.CancellationToken;
        var connections = await cluster.CreateAsync(cancel);
        if (Number(bug) is { } number)
        {
            await using var owner = new NpgsqlConnection(connections.Owner);
            await owner.OpenAsync(cancel);
            await using var command = new NpgsqlCommand(Broken(number), owner);
            await command.ExecuteNonQueryAsync(cancel);
        }
        _source = NpgsqlDataSource.Create(connections.App);
    }

    public async ValueTask DisposeAsync()
    {
        if (_source is not null) await _source.DisposeAsync();
    }

    private static string? Number(Planted bug) => bug switch
    {
        Planted.CursorByClock => "current_setting('tendril.simulated_ms')::bigint",
        Planted.RevisionWithoutLock => "nextval('tendril.planted')",
        _ => null,
    };

    /// <summary>Hands out revisions without the lock; the head becomes a list of all that were committed.</summary>
    private static string Broken(string number) => $"""
        CREATE SEQUENCE tendril.planted;
        GRANT USAGE ON SEQUENCE tendril.planted TO tendril_app;
        ALTER TABLE sync_heads DROP CONSTRAINT sync_heads_pkey;
        CREATE OR REPLACE FUNCTION tendril.take_revision(organization uuid DEFAULT tendril.current_organization())
        RETURNS bigint LANGUAGE plpgsql AS $$
        DECLARE
          taken bigint := nullif(current_setting('tendril.revision', true), '')::bigint;
        BEGIN
          IF taken IS NOT NULL THEN RETURN taken; END IF;
          taken := {number};
          INSERT INTO sync_heads (organization_id, revision) VALUES (organization, taken);
          PERFORM set_config('tendril.revision', taken::text, true);
          RETURN taken;
        END $$;
        """;
}
