using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tendril.Domain;

namespace Tendril.Server.Platform.Web;

/// <summary>Collisions that only the database can see.</summary>
public static class SaveProblems
{
    private static readonly ProblemCode ChangedMeanwhileCode = new(
        "changed_meanwhile", "Somebody else saved the same thing while it was being edited.",
        "Load it again, look at the new values, then repeat your change.");

    private static readonly ProblemCode AlreadyExistsCode = new(
        "already_exists", "A name or number that must be unique is in use already.",
        "Choose another, or open the one that exists.");

    private static readonly ProblemCode NotStoredCode = new(
        "value.not_stored", "A value is longer, larger or of another form than Tendril can keep; nothing was changed.",
        "Look for a text that is very long, a number that is very large or a sign that does not belong there.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [ChangedMeanwhileCode, AlreadyExistsCode, NotStoredCode];

    /// <summary>
    /// The last net: what the database refuses because of what was sent, as a refusal; null when it is our fault. The
    /// checks at the door come first and name the field, so that something caught here is worth a look.
    /// </summary>
    public static Problem? Of(Exception broken) => broken switch
    {
        DbUpdateConcurrencyException => ChangedMeanwhile,
        DbUpdateException { InnerException: PostgresException inner } => Of(inner),
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } twice => Taken(twice.ConstraintName),
        PostgresException
        {
            SqlState: PostgresErrorCodes.CheckViolation or PostgresErrorCodes.StringDataRightTruncation
            or PostgresErrorCodes.NumericValueOutOfRange or PostgresErrorCodes.DatetimeFieldOverflow
        } =>
            NotStoredCode.Refuse("A value cannot be kept as it was sent; nothing was changed."),
        _ => null,
    };

    public static Problem ChangedMeanwhile { get; } = ChangedMeanwhileCode.Refuse(
        "Someone else changed this while you were editing.", "version", kind: ProblemKind.Conflict);

    private static readonly Dictionary<string, (string Field, string Message)> ByConstraint =
        new(StringComparer.Ordinal)
        {
            ["sites_license"] = ("license", "This licence is already one of your sites."),
            ["sites_name"] = ("name", "A site with this name exists already."),
            ["rooms_name"] = ("name", "A room with this name exists already at this site."),
            ["pods_name"] = ("name", "A pod with this name exists already in this room."),
        };

    /// <summary>Which field a broken unique index is about.</summary>
    public static Problem Taken(string? constraint) =>
        constraint is not null && ByConstraint.TryGetValue(constraint, out var known)
            ? AlreadyExistsCode.Refuse(known.Message, known.Field, kind: ProblemKind.Conflict)
            : AlreadyExistsCode.Refuse("This exists already.", help: "Load the list again.",
                kind: ProblemKind.Conflict);

    /// <summary>The unique indexes that have words for people.</summary>
    public static IReadOnlyCollection<string> Named => ByConstraint.Keys;

    /// <summary>Modules name their own unique indexes at start.</summary>
    public static void Name(string constraint, string field, string message) =>
        ByConstraint[constraint] = (field, message);
}
