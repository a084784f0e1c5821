using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tendril.Metrc;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>A row that differs from what the mirror holds, or is new to it.</summary>
internal sealed record ChangedRow(MetrcRawRow Raw, MirrorRow Row, Guid Hash, string List);

/// <summary>Finds among the rows that came those that say something new. The others are not even read.</summary>
internal static class MirrorRows
{
    private sealed record Candidate(MetrcRawRow Raw, Guid Hash, long? Id);

    private sealed record Stored(long Id, Guid Hash, string List, bool Gone, DateTimeOffset? LastModified);

    /// <summary>Rows to write, read and checked; unreadable ones go to the counters, one by one.</summary>
    public static async Task<List<ChangedRow>> ChangedAsync(
        PullRun run, PullList list, TenantUnit unit, IReadOnlyList<MetrcRawRow> rows, CancellationToken cancel)
    {
        var candidates = rows.Select(raw => CandidateOf(list, raw)).ToList();
        var stored = await StoredAsync(run, list, unit, candidates, cancel);
        List<ChangedRow> changed = [];
        foreach (var candidate in candidates)
        {
            if (candidate.Id is { } id && stored.TryGetValue(id, out var known)
                && known.Hash == candidate.Hash && !known.Gone && SameList(known.List, list))
            {
                Meet(run, list.Kind, id, candidate.Hash, known.List);
                run.Seen(list, known.LastModified);
            }
            else if (Read(run, list, candidate) is { } row)
            {
                changed.Add(row);
                run.Seen(list, row.Row.LastModified);
            }
        }
        return changed;
    }

    /// <summary>A package on hold is written under "onhold" though it also comes with the active ones.</summary>
    private static bool SameList(string known, PullList list) =>
        known == list.Name || (known == "onhold" && list is { Kind: MirrorKind.Packages, Name: "active" });

    private static ChangedRow? Read(PullRun run, PullList list, Candidate candidate)
    {
        var name = candidate.Raw.Key ?? "a row without Id";
        MirrorRow row;
        try
        {
            if (candidate.Raw.Json.Span.IndexOf("\\u0000"u8) >= 0)
                throw new JsonException("holds a zero character, which no database text can hold");
            row = list.Read(candidate.Raw);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or FormatException)
        {
            Unreadable(run, list, candidate, $"{list.Key} {name}", unreadable.Message);
            return null;
        }
        var target = row.List ?? list.Name;
        return Meet(run, list.Kind, row.Id, candidate.Hash, target)
            ? new ChangedRow(candidate.Raw, row, candidate.Hash, target)
            : null;
    }

    private static void Unreadable(PullRun run, PullList list, Candidate candidate, string key, string message)
    {
        // It is there, though it cannot be read: it must not be called gone.
        if (candidate.Id is { } id) Meet(run, list.Kind, id, candidate.Hash, list.Name);
        else run.Nameless.Add(list.Kind);
        run.Counters.Fail(key, $"Could not be read: {message}");
    }

    /// <summary>Notes that the row was met; false when this run met the very same before.</summary>
    private static bool Meet(PullRun run, string kind, long id, Guid hash, string list)
    {
        var met = run.MetOf(kind);
        if (met.TryGetValue(id, out var before) && before == (hash, list)) return false;
        if (!met.ContainsKey(id)) run.Counters.Processed++;
        met[id] = (hash, list);
        return true;
    }

    private static async Task<Dictionary<long, Stored>> StoredAsync(
        PullRun run, PullList list, TenantUnit unit, List<Candidate> candidates, CancellationToken cancel)
    {
        var ids = candidates.Where(candidate => candidate.Id is not null).Select(candidate => candidate.Id!.Value)
            .ToArray();
        var rows = await unit.Connection.Sql(
            """
            SELECT metrc_id, payload_hash, list, gone_at IS NOT NULL, last_modified FROM metrc_objects
            WHERE organization_id = $1 AND site_id = $2 AND kind = $3 AND metrc_id = ANY($4)
            """, run.OrganizationId, run.SiteId, list.Kind, ids)
            .ReadAsync(
                row => new Stored(
                    row.GetInt64(0), row.GetGuid(1), row.GetString(2), row.GetBoolean(3),
                    row.IsDBNull(4) ? null : row.GetFieldValue<DateTimeOffset>(4)),
                cancel);
        return rows.ToDictionary(row => row.Id);
    }

    private static Candidate CandidateOf(PullList list, MetrcRawRow came)
    {
        var raw = list.Trim is { } trim ? trim(came) : came;
        return new Candidate(raw, HashOf(raw.Json.Span), IdOf(list, raw));
    }

    private static long? IdOf(PullList list, MetrcRawRow raw) =>
        raw.Key is null ? null
        : list.IdOfKey is { } make ? make(raw.Key)
        : long.TryParse(raw.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static Guid HashOf(ReadOnlySpan<byte> json)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(json, hash);
        return new Guid(hash[..16]);
    }

}
