using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tendril.Server.Platform;

namespace Tendril.Server.Modules.Telemetry;

/// <summary>
/// A person's name in the events of one day. The salt of a day is derived from the installation's key and stands in no
/// database: whoever reads the tables cannot tell who it is, nor that two days are of one person. It can be derived
/// again, so that what a person counted is found when they take their consent back.
/// </summary>
internal sealed class DailyPseudonym(MasterKey key)
{
    public string Of(Guid organizationId, Guid userId, DateOnly day)
    {
        var salt = key.Derive("telemetry " + day.ToString("O", CultureInfo.InvariantCulture));
        return Convert.ToHexStringLower(HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes($"{organizationId} {userId}")))
            [..32];
    }

    /// <summary>All names that events which are kept may bear.</summary>
    public string[] Since(Guid organizationId, Guid userId, DateOnly today, int days) =>
        [.. Enumerable.Range(0, days + 1).Select(back => Of(organizationId, userId, today.AddDays(-back)))];
}
