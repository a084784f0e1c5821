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

    public static readonly IReadOnlyList<ProblemCode> Codes = [ChangedMeanwhileCode, AlreadyExistsCode];

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
