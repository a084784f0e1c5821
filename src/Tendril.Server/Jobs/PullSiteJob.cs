using Quartz;
using Tendril.Server.Modules.Compliance.Pull;

namespace Tendril.Server.Jobs;

/// <summary>
/// Looks whether anything of a site is due, and pulls it. One at a time over all servers; the lease holds even if not.
/// </summary>
[DisallowConcurrentExecution]
internal sealed class PullSiteJob(DuePull due, ILogger<PullSiteJob> log) : IJob
{
    public const string Group = "pull";
    private const string Organization = "organization";
    private const string Site = "site";

    public static JobKey KeyOf(Guid siteId) => new(siteId.ToString(), Group);

    /// <summary>The job of a site. It comes back after a server that died in the middle of it.</summary>
    public static IJobDetail Of(Guid organizationId, Guid siteId) => JobBuilder.Create<PullSiteJob>()
        .WithIdentity(KeyOf(siteId)).StoreDurably(true).RequestRecovery(true)
        .UsingJobData(Organization, organizationId.ToString()).UsingJobData(Site, siteId.ToString()).Build();

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var map = context.MergedJobDataMap;
        var organization = Guid.Parse(map.GetString(Organization)!);
        var site = Guid.Parse(map.GetString(Site)!);
        try
        {
            await due.RunAsync(organization, site, cancellationToken);
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            // The next look comes in a minute; a job that throws would only be noted by Quartz.
            log.LogError(trouble, "The schedule of site {Site} could not be looked at", site);
        }
    }
}
