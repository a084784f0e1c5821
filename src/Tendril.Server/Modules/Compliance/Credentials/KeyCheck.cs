using Tendril.Domain;
using Tendril.Metrc;
using Tendril.Metrc.Wire;
using Tendril.Server.Modules.Organisation;

namespace Tendril.Server.Modules.Compliance;

/// <summary>Asks Metrc whether keys are good and open the site's licence.</summary>
public static class KeyCheck
{
    /// <summary>The facility behind the site's licence, or why these keys will not do.</summary>
    public static async Task<Result<MetrcFacility>> AskAsync(SiteMetrc metrc, Site site, CancellationToken cancel)
    {
        var read = await metrc.Client.ListAsync(MetrcApi.Facilities, null, null, cancel);
        if (read.Failed(out var failure, out var facilities)) return Refuse(failure, metrc);
        var mine = facilities.Rows.FirstOrDefault(
            row => string.Equals(row.License.Number.Trim(), site.License.Trim(), StringComparison.OrdinalIgnoreCase));
        if (mine is not null) return mine;
        var others = facilities.Rows.Count == 0
            ? "no facility at all"
            : string.Join(", ", facilities.Rows.Take(5).Select(row => row.License.Number))
            + (facilities.Rows.Count > 5 ? ", …" : "");
        return CredentialProblems.LicenceNotFound.Refuse(
            $"These keys open {others}, but not {site.License}", "userKey");
    }

    private static Problem Refuse(MetrcFailure failure, SiteMetrc metrc) => failure switch
    {
        MetrcFailure.Refused { Status: 401 or 403 } => CredentialProblems.KeyRefused.Refuse(
            $"Metrc's {metrc.Environment} for {metrc.State} does not accept these keys", "userKey"),
        MetrcFailure.Refused refused => CredentialProblems.KeyRefused.Refuse(refused.Message, "userKey"),
        _ => CredentialProblems.Unreachable.Refuse($"Metrc could not be asked: {failure.Message}", "baseUrl",
            kind: ProblemKind.Later),
    };
}
