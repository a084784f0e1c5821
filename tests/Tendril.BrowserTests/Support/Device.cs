using Microsoft.Playwright;

namespace Tendril.BrowserTests.Support;

/// <summary>What a person holds in the hand.</summary>
public sealed record Device(string Name, int Width, int Height, bool Touch, ColorScheme Scheme)
{
    public static readonly Device Desktop = new("desktop-light", 1440, 900, Touch: false, ColorScheme.Light);
    public static readonly Device DesktopDark = Desktop with { Name = "desktop-dark", Scheme = ColorScheme.Dark };
    public static readonly Device Phone = new("phone-light", 390, 844, Touch: true, ColorScheme.Light);
    public static readonly Device PhoneDark = Phone with { Name = "phone-dark", Scheme = ColorScheme.Dark };

    public static readonly IReadOnlyList<Device> All = [Phone, PhoneDark, Desktop, DesktopDark];

    public BrowserNewContextOptions Options(string url) => new()
    {
        BaseURL = url,
        ViewportSize = new() { Width = Width, Height = Height },
        HasTouch = Touch,
        IsMobile = Touch,
        ColorScheme = Scheme,
        Locale = "en-US",
        ReducedMotion = ReducedMotion.Reduce,
    };
}
