namespace Tendril.Domain.Compliance;

/// <summary>The codes of pushing a plant batch to Metrc; names as the rules' specification gives them.</summary>
public static class PlantBatchCodes
{
    public static readonly ProblemCode NameRequired = new(
        "name_required", "The batch has no name.", "Give the batch a number; it becomes the name in Metrc.");

    public static readonly ProblemCode TypeRequired = new(
        "type_required", "The plant batch has no type.", "Choose Seed or Clone.");

    public static readonly ProblemCode CountRequired = new(
        "count_required", "The number of plants is missing.", "Enter how many plants the batch has.");

    public static readonly ProblemCode StrainRequired = new(
        "strain_required", "No strain is named, and Metrc asks for one.", "Choose the cultivar or strain.");

    public static readonly ProblemCode LocationRequired = new(
        "location_required",
        "No Metrc location follows from the batch's pod, room or site, and none was chosen.",
        "Choose a location, or map the pod, the room or the site's default to one under Admin.");

    public static readonly ProblemCode PlantedRequired = new(
        "planted_date_required", "The planted date is missing.", "Enter the batch's start date.");

    public static readonly ProblemCode InvalidDomain = new(
        "invalid_domain_type",
        "The batch is produce; Metrc tracks cannabis only.",
        "Nothing is to be reported. If the batch is cannabis, change its kind first.");

    public static readonly ProblemCode InvalidType = new(
        "invalid_batch_type", "The type is neither Seed nor Clone.", "Choose Seed or Clone.");

    public static readonly ProblemCode HighCount = new(
        "high_plant_count", "More plants than a batch usually has.", "Check the number; confirm if it is right.");

    public static readonly ProblemCode ExceedsLimit = new(
        "exceeds_batch_limit",
        "More plants than the state usually allows in one plant batch.",
        "Split the batch, or confirm if your licence allows it.");

    public static readonly ProblemCode InvalidNameLength = new(
        "invalid_name_length",
        "A plant batch's name in Metrc has 3 to 50 characters.",
        "Change the batch number to 3 to 50 characters.");

    public static readonly ProblemCode SpecialCharacters = new(
        "special_characters_in_name",
        "The name has characters that some Metrc screens and labels do not show well.",
        "Prefer letters, digits, space, - and _.");

    public static readonly ProblemCode NameNotFreeTag = new(
        "batch_name_not_a_free_tag",
        "In this state a plant batch is named by a plant tag that nobody has used.",
        "Set the batch number to an unused plant tag of this facility.");

    public static readonly ProblemCode FreeTagsUnknown = new(
        "plant_tags_unknown",
        "The facility's free plant tags have not been pulled, so the name could not be checked against them.",
        "Pull tags, or make sure that the plant tag is unused before sending.");

    public static readonly ProblemCode MissingCultivar = new(
        "missing_cultivar", "The batch has no cultivar, so no strain can be told.", "Choose the batch's cultivar.");

    public static readonly ProblemCode StrainNotLinked = new(
        "strain_not_linked",
        "The cultivar is not linked to a Metrc strain, so its own name is sent.",
        "Link the cultivar to the strain; Metrc refuses a strain that the facility does not have.");

    public static readonly ProblemCode PlantedInvalid = new(
        "planted_date_invalid", "The planted date is not a plausible date.", "Enter a date like 2026-01-31.");

    public static readonly ProblemCode PlantedInFuture = new(
        "planted_date_in_future",
        "The planted date lies in the future at the facility.",
        "Enter today or an earlier day, or wait until the plants are planted.");

    public static readonly ProblemCode PlantedOld = new(
        "old_planted_date", "The planted date is more than a year ago.", "Check the date; confirm if it is right.");

    public static readonly ProblemCode InvalidStage = new(
        "invalid_stage_for_sync",
        "Plant batches are usually told to Metrc while they germinate, root, grow or flower.",
        "Check the stage; confirm if the batch should be reported anyway.");

    public static readonly ProblemCode SourceRequired = new(
        "source_required",
        "The state or the facility's licence does not let a batch begin from nothing.",
        "Enter the source package's label or the mother plant's tag on the batch.");

    public static readonly ProblemCode MultipleSources = new(
        "multiple_sources",
        "Both a source package and a mother plant are given; Metrc takes one.",
        "The package is sent. Remove the one that is not the source.");

    public static readonly ProblemCode AlreadySynced = new(
        "already_synced",
        "The batch is linked to a plant batch in Metrc.",
        "Nothing is to be done. To push it again, a compliance approver first unlinks it.");

    public static readonly ProblemCode PushInProgress = new(
        "push_in_progress",
        "An operation that creates this batch in Metrc is on its way or being checked.",
        "Wait for its result; the batch's badge shows it.");

    public static readonly ProblemCode FacilityCannotGrow = new(
        "facility_cannot_grow",
        "Metrc's record of the facility says that it may not grow plants.",
        "Check the site's licence number, or push from the cultivation site.");

    public static readonly ProblemCode StateRulesUnknown = new(
        "state_rules_unknown",
        "Tendril has no rules for the site's state, so only the facility's own flags were checked.",
        "Check the state's rules yourself before confirming.");

    public static readonly ProblemCode TooMany = new(
        "too_many_batches", "More batches were sent in one request than it takes.", "Send at most 100 at a time.");

    public static readonly ProblemCode DuplicateNames = new(
        "duplicate_batch_names",
        "Two batches of one request have the same name or are the same batch; Metrc takes a name once.",
        "Remove the double, or give one of them another number.");

    public static readonly IReadOnlyList<ProblemCode> Codes =
    [
        NameRequired, TypeRequired, CountRequired, StrainRequired, LocationRequired, PlantedRequired, InvalidDomain,
        InvalidType, PlantCount.NotPositive, HighCount, ExceedsLimit, InvalidNameLength, SpecialCharacters,
        NameNotFreeTag, FreeTagsUnknown, MissingCultivar, StrainNotLinked, PlantedInvalid, PlantedInFuture, PlantedOld,
        InvalidStage, SourceRequired, MultipleSources, AlreadySynced, PushInProgress, FacilityCannotGrow,
        StateRulesUnknown, TooMany, DuplicateNames,
    ];
}
