using System.Text.RegularExpressions;
using Tendril.Domain;
using Tendril.Domain.Organisation;
using Tendril.Domain.Rules;
using Tendril.Domain.Values;

namespace Tendril.Server.Modules.Organisation;

/// <summary>What a site's fields must look like, wherever they come from.</summary>
public sealed partial record SiteFields(string Name, string License, string State, string TimeZone)
{
    /// <summary>The fields as they are stored, or the first that is wrong.</summary>
    public static Result<SiteFields> Check(string name, string license, string state, string timeZone, string at = "")
    {
        if (FieldRules.Current.Text("site_name", name, at + "name")
            .Refused(out var problem, out var title)) return problem;
        if (FieldRules.Current.Text("license_number", license, at + "license").Refused(out problem, out var number))
            return problem;
        if (!LicenseLetters().IsMatch(number))
            return SiteProblems.BadLicense.Refuse("A licence number has letters, digits, spaces and . / # _ - only", at
                + "license");
        if (!TwoLetters().IsMatch(state))
            return SiteProblems.BadState.Refuse("The state is two letters, such as CO", at + "state");
        if (SiteZone.Parse(timeZone, at + "timeZone").Refused(out problem, out var zone)) return problem;
        return new SiteFields(title, number.ToUpperInvariant(), state.ToUpperInvariant(), zone.Name);
    }

    // \z and not $: that would let a line feed through at the end.
    [GeneratedRegex(@"^[A-Za-z]{2}\z")]
    private static partial Regex TwoLetters();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9 ./#_-]*\z")]
    private static partial Regex LicenseLetters();
}

/// <summary>Refusals about sites.</summary>
public static class SiteProblems
{
    public static readonly ProblemCode Unknown = new(
        "site.unknown", "There is no such site, or it is not one of yours.", "Choose one of your sites.");

    public static readonly ProblemCode BadLicense = new(
        "site.license_invalid", "The licence number holds characters that no state uses.", "Copy it from the licence.");

    public static readonly ProblemCode BadState = new(
        "site.state_invalid", "The state is not a two-letter code.",
        "Use the postal code of the state, such as CO or CA.");

    public static readonly ProblemCode Limited = new(
        "site.limited_member", "A member who is limited to some sites would not see a new one.",
        "Ask somebody who sees every site to add it.");

    public static readonly ProblemCode Closed = new(
        "site.closed", "Nothing new is added to a site that is no longer active.", "Make the site active again first.");

    public static readonly ProblemCode InUse = new(
        "organisation.site_in_use",
        "Something of the site is linked with Metrc under this licence, or a report to Metrc is still open.",
        "Add the other licence as a site of its own; or unlink everything and wait for the open reports.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [Unknown, BadLicense, BadState, Limited, Closed, InUse];

    public static Problem Used(string field) => InUse.Refuse(
        "Licence, state and sandbox stay as they are while the site is linked with Metrc", field,
        kind: ProblemKind.Conflict);

    public static Problem NotFound(string? field = null) =>
        Unknown.Refuse("Site not found", field, kind: ProblemKind.Unknown);
}
