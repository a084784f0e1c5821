using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Tendril.BrowserTests.Support;

/// <summary>Everything a page complains about that the journey did not expect.</summary>
internal sealed class Complaints
{
    private readonly ConcurrentQueue<string> all = new();
    private readonly string[] refused;

    public Complaints(IPage page, string[] refused)
    {
        this.refused = refused;
        page.Console += (_, message) => Hear(message);
        page.PageError += (_, message) => all.Enqueue("Uncaught: " + message);
        page.Crash += (_, _) => all.Enqueue("The page crashed.");
    }

    public IReadOnlyCollection<string> All => all;

    private void Hear(IConsoleMessage message)
    {
        var policy = message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase);
        if (message.Type != "error" && !policy) return;
        if (!policy && IsExpected(message)) return;
        all.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
    }

    // The browser itself reports every refused request in the console; the app cannot keep it from doing so.
    private bool IsExpected(IConsoleMessage message) =>
        message.Text.StartsWith(
            "Failed to load resource: the server responded with a status of 4", StringComparison.Ordinal)
        && refused.Any(path => message.Location.Contains(path, StringComparison.Ordinal));
}
