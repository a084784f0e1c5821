using System.Security.Cryptography;
using Npgsql;
using Tendril.Server.Platform.Access;
using Tendril.Server.Storage;

namespace Tendril.Server.Sync.Attachments;

/// <summary>One photo on its way: what was told of it at the start, and how many bytes have come.</summary>
internal sealed record AttachmentUpload(Guid ContentId, string MediaType, long Size, long Received)
{
    public const long MostBytes = 10_000_000;

    private const string Columns = "SELECT content_id, media_type, size, received FROM attachment_uploads";

    /// <summary>
    /// The caller's upload, locked until the transaction ends: parts of one photo come one after the other.
    /// </summary>
    public static async Task<AttachmentUpload?> FindAsync(
        NpgsqlConnection connection, Caller caller, string hash, CancellationToken cancel) =>
        await connection.Sql($"{Columns} WHERE hash = $1 AND user_id = $2 FOR UPDATE", hash, caller.UserId)
            .ReadAsync(row => new AttachmentUpload(
                row.GetGuid(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3)), cancel) is [var found]
                ? found : null;

    /// <summary>How large a photo is that the organisation has; null when it has none of this hash.</summary>
    public static async Task<long?> SizeOfAsync(NpgsqlConnection connection, string hash, CancellationToken cancel) =>
        await connection.Sql("SELECT size FROM attachments WHERE hash = $1", hash)
            .ReadAsync(row => row.GetInt64(0), cancel) is [var size] ? size : null;

    public static async Task<long> CountAsync(NpgsqlConnection connection, Caller caller, CancellationToken cancel) =>
        (await connection.Sql("SELECT count(*) FROM attachment_uploads WHERE user_id = $1", caller.UserId)
            .ReadAsync(row => row.GetInt64(0), cancel))[0];

    /// <summary>Opens it; when two requests of one person do so at once, the first one stands.</summary>
    public Task<int> OpenAsync(
        NpgsqlConnection connection, Caller caller, string hash, DateTimeOffset now, CancellationToken cancel) =>
        connection.Sql("""
            INSERT INTO attachment_uploads (organization_id, hash, user_id, content_id, media_type, size, touched_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
            """, caller.OrganizationId, hash, caller.UserId, ContentId, MediaType, Size, now).RunAsync(cancel);

    public async Task AddAsync(
        NpgsqlConnection connection, Caller caller, string hash, byte[] part, DateTimeOffset now,
        CancellationToken cancel)
    {
        await connection.Sql(
            "INSERT INTO attachment_parts (organization_id, content_id, start, bytes) VALUES ($1, $2, $3, $4)",
            caller.OrganizationId, ContentId, Received, part).RunAsync(cancel);
        await connection.Sql("""
            UPDATE attachment_uploads SET received = $3, touched_at = $4 WHERE hash = $1 AND user_id = $2
            """, hash, caller.UserId, Received + part.Length, now).RunAsync(cancel);
    }

    /// <summary>Makes it a photo of the organisation, once whoever sends it; the upload is over.</summary>
    public async Task StoreAsync(
        NpgsqlConnection connection, Caller caller, string hash, DateTimeOffset now, CancellationToken cancel)
    {
        var stored = await connection.Sql("""
            INSERT INTO attachments (organization_id, hash, content_id, media_type, size, stored_by, stored_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
            """, caller.OrganizationId, hash, ContentId, MediaType, Size, caller.UserId, now).RunAsync(cancel);
        if (stored == 0) await DropPartsAsync(connection, cancel);
        await EndAsync(connection, caller, hash, cancel);
    }

    /// <summary>Forgets it with all that has come.</summary>
    public async Task DropAsync(NpgsqlConnection connection, Caller caller, string hash, CancellationToken cancel)
    {
        await DropPartsAsync(connection, cancel);
        await EndAsync(connection, caller, hash, cancel);
    }

    /// <summary>The SHA-256 and the first bytes of what has come.</summary>
    public async Task<(string Hash, byte[] Head)> ReadAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var head = new List<byte>();
        await foreach (var part in PartsAsync(connection, ContentId, cancel))
        {
            hash.AppendData(part);
            if (head.Count < ImageType.HeadBytes) head.AddRange(part.Take(ImageType.HeadBytes - head.Count));
        }
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), [.. head]);
    }

    /// <summary>The parts of a content in their order.</summary>
    public static async IAsyncEnumerable<byte[]> PartsAsync(
        NpgsqlConnection connection, Guid contentId,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = connection.Sql(
            "SELECT bytes FROM attachment_parts WHERE content_id = $1 ORDER BY start", contentId);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) yield return reader.GetFieldValue<byte[]>(0);
    }

    private Task<int> DropPartsAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        connection.Sql("DELETE FROM attachment_parts WHERE content_id = $1", ContentId).RunAsync(cancel);

    private static Task<int> EndAsync(
        NpgsqlConnection connection, Caller caller, string hash, CancellationToken cancel) =>
        connection.Sql("DELETE FROM attachment_uploads WHERE hash = $1 AND user_id = $2", hash, caller.UserId)
            .RunAsync(cancel);
}
