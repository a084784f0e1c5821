using System.ComponentModel;
using Tendril.Server.Modules.Organisation;

namespace Tendril.Server.Modules.Compliance;

/// <summary>A stored pair of keys as it may be shown: never the keys.</summary>
public sealed record CredentialView(
    string Environment, string BaseUrl,
    [property: Description("The last four characters.")] string VendorKeyHint,
    string UserKeyHint, string FacilityName, DateTimeOffset ValidatedAt, DateTimeOffset CreatedAt, int AgeDays,
    [property: Description("True when the keys are old enough to be renewed.")] bool Remind)
{
    public static CredentialView Of(MetrcCredential row, MetrcOptions options, DateTimeOffset now)
    {
        var age = Math.Max(0, (int)(now - row.KeysChangedAt).TotalDays);
        return new CredentialView(
            row.Environment, row.BaseUrl, row.VendorKeyHint, row.UserKeyHint, row.FacilityName, row.ValidatedAt,
            row.CreatedAt, age,
            age >= options.RemindKeysAfterDays);
    }
}

/// <summary>The stored pairs of a site.</summary>
public sealed record CredentialList(IReadOnlyList<CredentialView> Items);
