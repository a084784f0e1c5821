using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Metrc;
using Tendril.Metrc.Wire;
using Tendril.Server.Modules.Compliance.Pull;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance;

/// <summary>
/// Stores a site's keys after Metrc confirmed them. Saving again replaces them without a pause for running work.
/// </summary>
public sealed class SaveCredential(
    TenantUnits units, MetrcConnections connections, MetrcAddress addresses, MetrcOptions options,
    ScheduleBook schedules,
    IdSource ids, TimeProvider time)
{
    /// <param name="BaseUrl">Empty takes Metrc's address for the site's state.</param>
    public sealed record Command(string Environment, string VendorKey, string UserKey, string? BaseUrl = null);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPut("/api/compliance/credentials", async (
                Guid siteId, Command command, Caller caller, SaveCredential handler, CancellationToken cancel) =>
                    (await handler.HandleAsync(caller.Scope, siteId, command, cancel))
                    .Refused(out var problem, out var saved)
                        ? (IResult)ProblemResults.From(problem)
                        : TypedResults.Ok(saved))
            .Needs("compliance:credentials").WithTags("Compliance").WithSummary("Enter a site's Metrc keys")
            .WithDescription(
                "Asks Metrc first whether the keys are good and open the site's licence; only then they are sealed "
                    + "and stored.")
            .Produces<CredentialView>().ProducesProblem(422).ProducesProblem(503);
    }

    public async Task<Result<CredentialView>> HandleAsync(
        TenantScope scope, Guid siteId, Command command, CancellationToken cancel)
    {
        var site = await units.ReadAsync(
            scope, db => db.Sites.AsNoTracking().FirstOrDefaultAsync(row => row.Id == siteId, cancel), cancel);
        if (site is null) return SiteProblems.NotFound("siteId");
        if (ConnectionOf(site, command).Refused(out var problem, out var connection)) return problem;
        using var metrc = connections.Connect(site, command.Environment, connection, null);
        if ((await KeyCheck.AskAsync(metrc, site, cancel)).Refused(out problem, out var facility)) return problem;
        return await StoreAsync(scope, site, command, connection, facility, cancel);
    }

    private Result<MetrcConnection> ConnectionOf(Site site, Command command)
    {
        if (!SiteEnvironment.IsKnown(command.Environment))
            return CredentialProblems.EnvironmentUnknown.Refuse(
                $"\"{command.Environment}\" is neither sandbox nor production", "environment");
        if (addresses.For(site.State, command.Environment, command.BaseUrl)
            .Refused(out var problem, out var address)) return problem;
        foreach (var (key, field) in new[] { (command.VendorKey, "vendorKey"), (command.UserKey, "userKey") })
        {
            if (string.IsNullOrWhiteSpace(key)) return CredentialProblems.KeyUnusable.Refuse(
                "The key is missing", field);
            if (key.Trim().Any(sign => sign is < '!' or > '~') || key.Length > 400)
                return CredentialProblems.KeyUnusable.Refuse("The key holds blanks or signs that no Metrc key has",
                    field);
        }
        if (command.VendorKey.Contains(':', StringComparison.Ordinal))
            return CredentialProblems.KeyUnusable.Refuse("The vendor key must not hold a colon", "vendorKey");
        return new MetrcConnection(address, command.VendorKey.Trim(), command.UserKey.Trim());
    }

    private async Task<Result<CredentialView>> StoreAsync(
        TenantScope scope, Site site, Command command, MetrcConnection connection, MetrcFacility facility,
        CancellationToken cancel)
    {
        await using var unit = await units.BeginAsync(scope, cancel);
        var now = time.GetUtcNow();
        var row = await unit.Db.MetrcCredentials.FirstOrDefaultAsync(
            known => known.SiteId == site.Id && known.Environment == command.Environment, cancel);
        if (row is null)
        {
            row = new MetrcCredential
            {
                Id = ids.Next(),
                SiteId = site.Id,
                Environment = command.Environment,
                BaseUrl = "",
                VendorKey = [],
                UserKey = [],
                VendorKeyHint = "",
                UserKeyHint = "",
                FacilityName = "",
                KeyId = "",
                KeysChangedAt = now,
            };
            unit.Db.MetrcCredentials.Add(row);
        }
        if (row.KeyId != connection.KeyId) row.KeysChangedAt = now;
        row.BaseUrl = connection.BaseAddress.AbsoluteUri;
        (row.VendorKey, row.VendorKeyHint) =
            (connections.SealVendor(scope.OrganizationId, command.VendorKey.Trim()), Hint(command.VendorKey));
        (row.UserKey, row.UserKeyHint) =
            (connections.SealUser(scope.OrganizationId, command.UserKey.Trim()), Hint(command.UserKey));
        (row.FacilityName, row.KeyId, row.ValidatedAt) = (facility.Name, connection.KeyId, now);
        if (command.Environment == SiteEnvironment.Of(site)) await schedules.EnsureAsync(unit.Db, site.Id, cancel);
        await unit.CommitAsync(cancel);
        return CredentialView.Of(row, options, now);
    }

    // Of a short key the hint would be too much of it.
    private static string Hint(string key) => key.Trim() is { Length: >= 8 } enough ? enough[^4..] : "";
}
