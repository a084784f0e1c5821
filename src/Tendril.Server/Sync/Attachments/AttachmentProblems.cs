using Tendril.Domain;

namespace Tendril.Server.Sync.Attachments;

/// <summary>Why a photo is not taken, or not there.</summary>
internal static class AttachmentProblems
{
    public static readonly ProblemCode Unknown = new("attachment.unknown",
        "There is no such photo or upload, or it is not one of yours.",
        "Start the upload anew; a photo of another device comes when that device has sent it.");

    public static readonly ProblemCode HashInvalid = new("attachment.hash_invalid",
        "A photo is named by the SHA-256 of its bytes: 64 digits 0-9 and a-f.", "Update the app.");

    public static readonly ProblemCode TypeRefused = new("attachment.type_refused",
        "Photos are kept as JPEG, PNG, WebP or HEIC.", "Choose a photo, or save it in one of these forms.");

    public static readonly ProblemCode SizeRefused = new("attachment.size_refused",
        "The photo is empty or larger than 10 MB.", "Make the photo smaller.");

    public static readonly ProblemCode PartRefused = new("attachment.part_refused",
        "A part is empty, larger than 1 MB, or goes past the end that was told.",
        "Send parts of at most 1 MB; ask how far the upload is.");

    public static readonly ProblemCode OffsetWrong = new("attachment.offset_wrong",
        "A part does not begin where the last one ended.", "Go on from `received`.");

    public static readonly ProblemCode Incomplete = new("attachment.incomplete",
        "Bytes of the photo are missing.", "Send the rest, from `received` on; then finish.");

    public static readonly ProblemCode HashWrong = new("attachment.hash_wrong",
        "The bytes that came are not those of the hash; they were thrown away.",
        "Start the upload anew; when it happens again, take the photo again.");

    public static readonly ProblemCode NotAnImage = new("attachment.not_an_image",
        "The bytes are no photo of the type that was told; they were thrown away.",
        "Choose a photo; a file with another name stays what it is.");

    public static readonly ProblemCode TooMany = new("attachment.too_many",
        "You have a hundred uploads open already.",
        "Finish those first; what nobody goes on with is dropped after a week.");

    public static readonly IReadOnlyList<ProblemCode> Codes =
    [
        Unknown, HashInvalid, TypeRefused, SizeRefused, PartRefused, OffsetWrong, Incomplete, HashWrong, NotAnImage,
        TooMany,
    ];
}
