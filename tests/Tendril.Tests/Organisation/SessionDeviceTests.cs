using Tendril.Server.Modules.Organisation;

namespace Tendril.Tests.Organisation;

public class SessionDeviceTests
{
    private const string Like = "AppleWebKit/537.36 (KHTML, like Gecko)";

    [Theory]
    [InlineData($"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {Like} Chrome/138.0 Safari/537.36 Edg/138.0",
        "Edge", "Windows")]
    [InlineData($"Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) {Like} Version/17.5 Safari/605",
        "Safari", "macOS")]
    [InlineData($"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) {Like} CriOS/138.0 Mobile/15E148 Safari/604",
        "Chrome", "iPhone")]
    [InlineData($"Mozilla/5.0 (Linux; Android 14; SM-S911B) {Like} SamsungBrowser/27.0 Chrome/125.0 Safari/537",
        "Samsung Internet", "Android")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox", "Linux")]
    [InlineData($"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {Like} Chrome/138.0 Safari/537.36", "Chrome", "Windows")]
    [InlineData("curl/8.14.1", null, null)]
    [InlineData("", null, null)]
    public void Names_browser_and_system(string agent, string? browser, string? system) =>
        SessionDevice.Of(agent).ShouldBe(new SessionDevice(browser, system));
}
