using System.Globalization;

namespace Tendril.Server.Jobs;

/// <summary>What may be set about work in the background (<c>jobs:…</c> in the settings).</summary>
public sealed record JobOptions
{
    /// <summary>How long a site stays locked after its server fell silent.</summary>
    public TimeSpan LeaseLasts { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>False leaves schedules to other servers; pulls by hand still work.</summary>
    public bool Scheduler { get; init; } = true;

    /// <summary>How often plans are compared with the schedules and dead runs are looked for.</summary>
    public TimeSpan PlanEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How often a site's schedules are looked at. What became due meanwhile, also while all servers were down, runs
    /// then.
    /// </summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(60);

    public static JobOptions Read(IConfiguration settings)
    {
        var given = settings.GetSection("jobs");
        var standard = new JobOptions();
        return new JobOptions
        {
            LeaseLasts = Seconds(given, "leaseSeconds", standard.LeaseLasts),
            PlanEvery = Seconds(given, "planSeconds", standard.PlanEvery),
            LookEvery = Seconds(given, "lookSeconds", standard.LookEvery),
            Scheduler = !string.Equals(given["scheduler"], "false", StringComparison.OrdinalIgnoreCase),
        };
    }

    private static TimeSpan Seconds(IConfigurationSection section, string name, TimeSpan standard)
    {
        if (section[name] is not { } text) return standard;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds)
            : throw new InvalidOperationException(
                $"The setting jobs:{name} must be a number of seconds, not \"{text}\".");
    }
}
