using Microsoft.Playwright;

namespace Tendril.BrowserTests.Support;

/// <summary>The system's own Chromium; nothing is downloaded.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    public static BrowserTypeLaunchOptions Options() => new()
    {
        ExecutablePath = Find(),
        Args =
        [
            "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--no-first-run",
            // Chromium refuses its sandbox to root, who runs the tests in containers.
            .. Environment.IsPrivilegedProcess ? ["--no-sandbox"] : Array.Empty<string>(),
        ],
    };

    private static string Find()
    {
        string?[] named =
            [Environment.GetEnvironmentVariable("TENDRIL_CHROMIUM"), Environment.GetEnvironmentVariable("CHROMIUM")];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var onPath = Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name)));
        return named.OfType<string>().Concat(onPath).FirstOrDefault(File.Exists) ?? throw new FileNotFoundException(
            "There is no Chromium on this machine. Run apt-get install chromium, or name one in TENDRIL_CHROMIUM.");
    }
}
