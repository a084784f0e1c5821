using Microsoft.AspNetCore.Mvc;
using Tendril.Domain;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Sync.Attachments;

/// <summary>Photos go up in parts that can be taken up again, and come down by their hash.</summary>
internal static class AttachmentRoutes
{
    /// <param name="Device">The device's id, registered at <c>/api/devices</c>.</param>
    /// <param name="Hash">SHA-256 of the bytes: 64 hexadecimal digits in lower case.</param>
    /// <param name="MediaType">image/jpeg, image/png, image/webp or image/heic.</param>
    /// <param name="Size">How many bytes; at most 10,000,000.</param>
    public sealed record StartRequest(Guid Device, string Hash, string MediaType, long Size);

    public static void Map(RouteGroupBuilder photos)
    {
        photos.MapPost("/", StartAsync).Needs("harvest:edit")
            .WithSummary("Start to send a photo, or learn how far it is").Produces<AttachmentView>();
        photos.MapGet("/{hash}/upload", ReadAsync).Needs("harvest:edit")
            .WithSummary("How far the upload of a photo is").Produces<AttachmentView>();
        photos.MapPut("/{hash}/parts", AddAsync).Needs("harvest:edit")
            .WithMetadata(new RequestSizeLimitAttribute(AttachmentDoor.MostPart + 65_536))
            .WithSummary("Send the bytes of a photo from an offset on as the body, a million at most")
            .Produces<AttachmentView>();
        photos.MapPost("/{hash}/finish", FinishAsync).Needs("harvest:edit")
            .WithSummary("Have the photo judged: whole, of this hash, an image").Produces<AttachmentView>();
        photos.MapGet("/{hash}", LoadAsync).Needs("harvest:view")
            .WithSummary("The bytes of a photo that you sent, or that a row names which you see")
            .Produces(200, null, "image/jpeg", "image/png", "image/webp", "image/heic");
    }

    private static async Task<IResult> StartAsync(
        StartRequest request, Caller caller, AttachmentDoor door, CancellationToken cancel) =>
        Answer(await door.StartAsync(
            caller, request.Device, request.Hash, request.MediaType, request.Size, cancel));

    private static async Task<IResult> ReadAsync(
        string hash, Caller caller, AttachmentDoor door, CancellationToken cancel) =>
        Answer(await door.ReadAsync(caller, hash, cancel));

    private static async Task<IResult> FinishAsync(
        string hash, Caller caller, AttachmentDoor door, CancellationToken cancel) =>
        Answer(await door.FinishAsync(caller, hash, cancel));

    private static async Task<IResult> AddAsync(
        string hash, long offset, HttpRequest request, Caller caller, AttachmentDoor door, CancellationToken cancel)
    {
        var bytes = new MemoryStream();
        try
        {
            await request.Body.CopyToAsync(bytes, cancel);
        }
        catch (BadHttpRequestException refused) when (refused.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return ProblemResults.From(AttachmentProblems.PartRefused.Refuse("The part is too large"), 413);
        }
        return Answer(await door.AddAsync(caller, hash, offset, bytes.ToArray(), cancel));
    }

    private const string Find = """
        SELECT stored.content_id, stored.media_type, stored.size FROM attachments AS stored
        WHERE stored.hash = $1 AND (stored.stored_by = $2 OR EXISTS (
          SELECT FROM harvests AS row WHERE row.photos @> jsonb_build_array($1) AND row.deleted_at IS NULL
          AND ($3::uuid[] IS NULL OR row.site_id = ANY($3)) AND (row.owner_id IS NULL OR row.owner_id = $2)))
        """;

    /// <summary>
    /// Streams a photo. It never changes, so that a browser may keep it; opened by itself it is saved, not shown as a
    /// page of ours.
    /// </summary>
    private static async Task<IResult> LoadAsync(
        string hash, HttpContext http, Caller caller, AttachmentDoor door, CancellationToken cancel)
    {
        await using var unit = await door.BeginAsync(caller, cancel);
        await using var command = unit.Connection.Sql(Find, hash, caller.UserId);
        command.Parameters.Add(new()
        {
            Value = caller.SiteIds is null ? DBNull.Value : caller.SiteIds.ToArray(),
            NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Uuid,
        });
        if (await command.ReadAsync(row => (
            Content: row.GetGuid(0), MediaType: row.GetString(1), Size: row.GetInt64(2)), cancel) is not [var photo])
            return ProblemResults.From(AttachmentDoor.Unknown);
        var headers = http.Response.Headers;
        headers.ETag = $"\"{hash}\"";
        headers.CacheControl = "private, max-age=31536000, immutable";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.ContentDisposition = $"attachment; filename=\"{hash}.{ImageType.Endings[photo.MediaType]}\"";
        if (http.Request.Headers.IfNoneMatch == headers.ETag)
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        http.Response.ContentType = photo.MediaType;
        http.Response.ContentLength = photo.Size;
        await foreach (var part in AttachmentUpload.PartsAsync(unit.Connection, photo.Content, cancel))
            await http.Response.Body.WriteAsync(part, cancel);
        return TypedResults.Empty;
    }

    private static IResult Answer(Result<AttachmentView> result) => result.Refused(out var problem, out var view)
        ? ProblemResults.From(problem) : TypedResults.Ok(view);
}
