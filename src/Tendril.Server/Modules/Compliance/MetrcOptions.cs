using System.Globalization;

namespace Tendril.Server.Modules.Compliance;

/// <summary>What may be set about talking to Metrc (<c>metrc:…</c> in the settings; all optional).</summary>
public sealed record MetrcOptions
{
    /// <summary>
    /// Lets a site talk to a Metrc on this machine (the simulator). A demo always may, and may do nothing else.
    /// </summary>
    public bool AllowLoopback { get; init; }

    /// <summary>Reads per second and at once, per facility and per vendor key, over all servers. 0: no limit.</summary>
    public int FacilityPerSecond { get; init; } = 50;

    public int FacilityAtOnce { get; init; } = 10;

    public int IntegratorPerSecond { get; init; } = 150;

    public int IntegratorAtOnce { get; init; } = 30;

    /// <summary>Pages of one list on the way at the same time.</summary>
    public int PagesAtOnce { get; init; } = 6;

    /// <summary>How often a read that found Metrc unavailable is tried in all.</summary>
    public int Tries { get; init; } = 4;

    /// <summary>So many failures of a host in a row pause it; 0 never does.</summary>
    public int BreakAfterFailures { get; init; } = 8;

    /// <summary>The first pause; each failed try doubles it, up to five minutes.</summary>
    public TimeSpan BreakFor { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How far back archives (finished, transferred) are read the first time, where Metrc does not give them whole.
    /// </summary>
    public int ArchiveDays { get; init; } = 90;

    /// <summary>From this age on a reminder to renew the keys is shown.</summary>
    public int RemindKeysAfterDays { get; init; } = 180;

    public static MetrcOptions Read(IConfiguration settings)
    {
        var given = settings.GetSection("metrc");
        var standard = new MetrcOptions();
        return new MetrcOptions
        {
            AllowLoopback = string.Equals(given["allowLoopback"], "true", StringComparison.OrdinalIgnoreCase),
            FacilityPerSecond = Whole(given, "facilityPerSecond", standard.FacilityPerSecond),
            FacilityAtOnce = Whole(given, "facilityAtOnce", standard.FacilityAtOnce),
            IntegratorPerSecond = Whole(given, "integratorPerSecond", standard.IntegratorPerSecond),
            IntegratorAtOnce = Whole(given, "integratorAtOnce", standard.IntegratorAtOnce),
            PagesAtOnce = Math.Max(1, Whole(given, "pagesAtOnce", standard.PagesAtOnce)),
            Tries = Math.Max(1, Whole(given, "tries", standard.Tries)),
            BreakAfterFailures = Whole(given, "breakAfterFailures", standard.BreakAfterFailures),
            BreakFor = TimeSpan.FromSeconds(
                Math.Max(1, Whole(given, "breakSeconds", (int)standard.BreakFor.TotalSeconds))),
            ReadTimeout = TimeSpan.FromSeconds(
                Math.Max(1, Whole(given, "readTimeoutSeconds", (int)standard.ReadTimeout.TotalSeconds))),
            WriteTimeout = TimeSpan.FromSeconds(
                Math.Max(1, Whole(given, "writeTimeoutSeconds", (int)standard.WriteTimeout.TotalSeconds))),
            ArchiveDays = Whole(given, "archiveDays", standard.ArchiveDays),
            RemindKeysAfterDays = Whole(given, "remindKeysAfterDays", standard.RemindKeysAfterDays),
        };
    }

    private static int Whole(IConfigurationSection section, string name, int standard)
    {
        if (section[name] is not { } text) return standard;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new InvalidOperationException($"The setting metrc:{name} must be a whole number, not \"{text}\".");
    }
}
