using System.Collections.Frozen;
using Tendril.Domain;

namespace Tendril.Server.Modules.Cultivation;

/// <summary>Refusals that need other rows, and the request's names for the domain's fields.</summary>
public static class CultivationProblems
{
    public static readonly ProblemCode BatchUnknown = new(
        "cultivation.batch_not_found", "No batch has this id, or it stands at a site that is not yours.",
        "Choose a batch from the list.");

    public static readonly ProblemCode CultivarUnknown = new(
        "cultivation.cultivar_not_found", "No cultivar has this id or name.",
        "Choose a cultivar from the list, or add it first.");

    public static readonly ProblemCode CultivarInactive = new(
        "cultivation.cultivar_inactive", "A new batch names a cultivar that is no longer grown.",
        "Choose another cultivar, or make it active again.");

    public static readonly ProblemCode SiteUnknown = new(
        "cultivation.site_not_found", "No site of yours has this id, name or licence.", "Choose one of your sites.");

    public static readonly ProblemCode SiteFixed = new(
        "cultivation.site_fixed", "A batch stays at the site where it was made.",
        "Make a new batch at the other site.");

    public static readonly ProblemCode PodUnknown = new(
        "cultivation.pod_not_found", "No pod in use at the batch's site has this id.",
        "Choose a pod of the same site.");

    public static readonly ProblemCode AssignmentUnknown = new(
        "cultivation.assignment_not_found", "The batch has no such pod assignment.", "Load the batch again.");

    public static readonly ProblemCode AssignmentOver = new(
        "cultivation.assignment_over", "The pod assignment has ended already.", "Load the batch again.");

    public static readonly ProblemCode ParentInvalid = new(
        "cultivation.parent_invalid",
        "A parent batch and how the batch descends from it belong together, and no batch descends from itself.",
        "Give both or neither; the parent is another batch of your organisation.");

    public static readonly ProblemCode ConfirmWarnings = new(
        "cultivation.confirm_warnings",
        "The change is allowed but unusual, and the person has not confirmed the warnings.",
        "Read the warnings; send the same request with confirmWarnings: true if it is right.");

    public static readonly ProblemCode NotToldToMetrc = new(
        "cultivation.count_differs_from_metrc",
        "Metrc knows the batch and is not told of a count change by this version.",
        "Adjust the plant batch in Metrc too, so that both books agree.");

    public static readonly IReadOnlyList<ProblemCode> Codes =
    [
        BatchUnknown, CultivarUnknown, CultivarInactive, SiteUnknown, SiteFixed, PodUnknown, AssignmentUnknown,
        AssignmentOver, ParentInvalid, ConfirmWarnings, NotToldToMetrc,
    ];

    public static Problem NoBatch() => BatchUnknown.Refuse("Batch not found", "id", kind: ProblemKind.Unknown);

    public static Problem NoCultivar(string field) =>
        CultivarUnknown.Refuse("Cultivar not found", field, kind: ProblemKind.Unknown);

    private static readonly FrozenDictionary<string, string> RequestNames = new Dictionary<string, string>
    {
        ["number"] = "batchNumber",
        ["domain"] = "domainType",
        ["source"] = "sourceType",
        ["startedOn"] = "startDate",
        ["sourcePackage"] = "sourcePackageLabel",
        ["motherPlant"] = "motherPlantLabel",
        ["expectedHarvestOn"] = "expectedHarvestDate",
        ["harvestDate"] = "actualHarvestDate",
        ["fromOn"] = "from",
        ["toOn"] = "to",
        ["thcMinPercent"] = "thcPercent",
        ["cbdMinPercent"] = "cbdPercent",
        ["thcMaxPercent"] = "thcPercent",
        ["cbdMaxPercent"] = "cbdPercent",
    }.ToFrozenDictionary();

    /// <summary>The same refusal with the names that the request has for its fields.</summary>
    public static Problem AsSent(this Problem problem) => problem with
    {
        Field = problem.Field is null ? null : RequestNames.GetValueOrDefault(problem.Field, problem.Field),
        Findings = problem.Findings.AsSent(),
    };

    public static IReadOnlyList<Finding> AsSent(this IReadOnlyList<Finding> findings) =>
        [.. findings.Select(finding =>
            finding with { Field = RequestNames.GetValueOrDefault(finding.Field, finding.Field) })
            .Distinct()];
}

/// <summary>What was saved, as it now is, and what a person should be told about it.</summary>
public sealed record Saved<T>(T Item, IReadOnlyList<Finding> Warnings);
