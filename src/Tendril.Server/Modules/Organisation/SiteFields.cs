using System.Text.RegularExpressions;
using Tendril.Domain;

namespace Tendril.Server.Modules.Organisation;

/// <summary>What a site's fields must look like, wherever they come from.</summary>
public static partial class SiteFields
{
    public static Problem? Check(string name, string license, string state, string timeZone)
    {
        if (name.Trim().Length is 0 or > 200) return Invalid("name", "The site needs a name of 1 to 200 characters.");
        if (license.Trim().Length is 0 or > 100) return Invalid("license", "The site needs its licence number as Metrc writes it.");
        if (!TwoLetters().IsMatch(state)) return Invalid("state", "The state is two letters, such as CO.");
        return TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone) && zone.HasIanaId
            ? null
            : Invalid("timeZone", "This time zone is not known. Use a name such as America/Denver.");
    }

    private static Problem Invalid(string field, string message) =>
        new("organisation.site_invalid", message, field, "Correct this field and save again.");

    [GeneratedRegex("^[A-Za-z]{2}$")]
    private static partial Regex TwoLetters();
}
