using Tendril.Domain;

namespace Tendril.Server.Platform.Web;

/// <summary>Collisions that only the database can see.</summary>
public static class SaveProblems
{
    public static Problem ChangedMeanwhile { get; } = new(
        "changed_meanwhile", "Someone else changed this while you were editing.", "version",
        "Load it again, look at the new values, then repeat your change.", ProblemKind.Conflict);

    private static readonly Dictionary<string, (string Field, string Message)> ByConstraint = new(StringComparer.Ordinal)
    {
        ["sites_license"] = ("license", "This licence is already one of your sites."),
        ["sites_name"] = ("name", "A site with this name exists already."),
        ["rooms_name"] = ("name", "A room with this name exists already at this site."),
        ["pods_name"] = ("name", "A pod with this name exists already in this room."),
    };

    /// <summary>Which field a broken unique index is about.</summary>
    public static Problem Taken(string? constraint) =>
        constraint is not null && ByConstraint.TryGetValue(constraint, out var known)
            ? new("already_exists", known.Message, known.Field, "Choose another, or open the one that exists.", ProblemKind.Conflict)
            : new("already_exists", "This exists already.", null, "Load the list again.", ProblemKind.Conflict);

    /// <summary>Modules name their own unique indexes at start.</summary>
    public static void Name(string constraint, string field, string message) => ByConstraint[constraint] = (field, message);
}
