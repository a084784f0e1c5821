namespace Tendril.Server.Modules.Organisation;

/// <summary>What a browser says of itself, in the two words by which a person knows their devices.</summary>
/// <param name="Browser">Such as Firefox; null when it is none that is known.</param>
/// <param name="System">Such as Android; null when it is none that is known.</param>
public sealed record SessionDevice(string? Browser, string? System)
{
    // Browsers claim to be each other for compatibility: whoever is imitated comes after its imitators.
    private static readonly (string Sign, string Name)[] Browsers =
    [
        ("Edg/", "Edge"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("OPR/", "Opera"), ("Vivaldi/", "Vivaldi"),
        ("SamsungBrowser/", "Samsung Internet"), ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"), ("CriOS/", "Chrome"),
        ("Chromium/", "Chromium"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Sign, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"),
        ("Macintosh", "macOS"), ("Linux", "Linux"),
    ];

    public static SessionDevice Of(string userAgent) => new(Find(Browsers, userAgent), Find(Systems, userAgent));

    private static string? Find((string Sign, string Name)[] known, string userAgent) =>
        known.FirstOrDefault(one => userAgent.Contains(one.Sign, StringComparison.Ordinal)).Name;
}
