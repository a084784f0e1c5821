using Tendril.Domain.Compliance;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>How patient the reporter is. Settings <c>push:*</c>, in seconds.</summary>
public sealed record ReporterOptions
{
    /// <summary>How long after a write Metrc's lists may still lack it.</summary>
    public double ReadLagSeconds { get; init; } = 60;

    /// <summary>
    /// How long a worker may hold an operation; longer than a write, so that nobody takes it over in the middle.
    /// </summary>
    public double LeaseSeconds { get; init; } = 100;

    public double RetrySeconds { get; init; } = 5;

    public double LongestRetrySeconds { get; init; } = 600;

    /// <summary>How often the ledger is asked for work that another server recorded.</summary>
    public double PollSeconds { get; init; } = 1;

    /// <summary>How many operations one server works on at once.</summary>
    public int AtOnce { get; init; } = 16;

    /// <summary>How many of them may belong to one site.</summary>
    public int AtOncePerSite { get; init; } = 4;

    /// <summary>After how long a wait people are told.</summary>
    public double TellAfterMinutes { get; init; } = 60;

    public TimeSpan TellAfter => TimeSpan.FromMinutes(TellAfterMinutes);

    public TimeSpan Lease => TimeSpan.FromSeconds(LeaseSeconds);

    /// <summary>The longest a write may run: the Metrc client's own limit.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan Poll => TimeSpan.FromSeconds(PollSeconds);

    /// <summary>
    /// A request leaves at the latest this long after it was marked as sent; a worker that was paused longer (a
    /// laptop's lid, a stopped virtual machine) does not send, because another one may be looking already.
    /// </summary>
    public TimeSpan LatestStart => Lease - WriteTimeout;

    public ReportTiming Timing => new(
        TimeSpan.FromSeconds(ReadLagSeconds), Lease, TimeSpan.FromSeconds(RetrySeconds),
        TimeSpan.FromSeconds(LongestRetrySeconds));

    public static ReporterOptions Read(IConfiguration configuration, MetrcOptions metrc)
    {
        var options = (configuration.GetSection("push").Get<ReporterOptions>() ?? new ReporterOptions())
            with
        { WriteTimeout = metrc.WriteTimeout };
        if (options.LatestStart <= TimeSpan.Zero)
            throw new InvalidOperationException("push:leaseSeconds must be longer than metrc:writeTimeoutSeconds.");
        return options is
        {
            ReadLagSeconds: >= 0, RetrySeconds: > 0, PollSeconds: > 0, AtOnce: >= 0,
            AtOncePerSite: > 0, TellAfterMinutes: > 0
        }
            ? options
            : throw new InvalidOperationException("The settings push:* must be positive numbers (see docs/push.md).");
    }
}
