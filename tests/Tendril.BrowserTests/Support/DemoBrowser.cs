using System.Text.Json;
using Microsoft.Playwright;
using Tendril.BrowserTests.Support;

[assembly: AssemblyFixture(typeof(DemoBrowser))]
// Journeys change the books and come one after another; beside them LookBrowser's tests only look.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]

namespace Tendril.BrowserTests.Support;

/// <summary>One running demo for the whole run, and a Chromium for the journeys.</summary>
public class DemoBrowser : IAsyncLifetime
{
    private readonly Dictionary<string, string> signedIn = [];
    private IPlaywright? playwright;
    private IBrowser? browser;
    private DemoServer? server;

    public DemoServer Server => server ?? throw new InvalidOperationException("The demo has not been started.");

    public Demo Demo => Server.Demo;

    public async ValueTask InitializeAsync()
    {
        var starting = ServerAsync();
        // On two busy cores a screen may take longer than the five seconds that are waited for otherwise.
        Assertions.SetDefaultExpectTimeout(20_000);
        try
        {
            playwright = await Playwright.CreateAsync();
            browser = await playwright.Chromium.LaunchAsync(Chromium.Options());
        }
        finally
        {
            server = await starting;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.CloseAsync();
        playwright?.Dispose();
        if (server is not null && OwnsServer) await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected virtual bool OwnsServer => true;

    protected virtual Task<DemoServer> ServerAsync() => DemoServer.StartAsync();

    public IPlaywright Browsers =>
        playwright ?? throw new InvalidOperationException("Playwright has not been started.");

    /// <summary>
    /// A browser of its own for one person, with the app's files kept as for a real visitor; nobody listens to what
    /// its pages complain about, for their server goes away.
    /// </summary>
    /// <param name="who">Who is signed in.</param>
    /// <param name="url">Where the browser finds the server.</param>
    /// <param name="device">Which device it is.</param>
    /// <param name="anew">With a session that no other journey has.</param>
    public async Task<IBrowserContext> VisitorAsync(
        Demo.User who, string? url = null, Device? device = null, bool anew = false)
    {
        var options = (device ?? Device.Desktop).Options(url ?? Demo.Url);
        if (anew) signedIn.Remove(who.Email);
        options.StorageState = await SignInAsync(who);
        if (anew) signedIn.Remove(who.Email);
        options.ServiceWorkers = ServiceWorkerPolicy.Allow;
        var context = await browser!.NewContextAsync(options);
        context.SetDefaultTimeout(60_000);
        return context;
    }

    /// <summary>
    /// A person's time at the app. Fails when the page said an error nobody expected: in the console, by a policy, or
    /// by an exception of its own.
    /// </summary>
    /// <param name="journey">What the person does.</param>
    /// <param name="who">Who is signed in; nobody when null.</param>
    /// <param name="device">Which device it is.</param>
    /// <param name="refused">Addresses whose refusal belongs to the journey; the browser reports each.</param>
    public async Task JourneyAsync(
        Func<IPage, Task> journey, Demo.User? who, Device? device = null, params string[] refused)
    {
        var options = (device ?? Device.Desktop).Options(Demo.Url);
        // Kept files would hide from a journey what it changes on the way to the server.
        options.ServiceWorkers = ServiceWorkerPolicy.Block;
        if (who is not null) options.StorageState = await SignInAsync(who);
        await using var context = await browser!.NewContextAsync(options);
        context.SetDefaultTimeout(30_000);
        var page = await context.NewPageAsync();
        var heard = new Complaints(page, refused);
        await journey(page);
        heard.All.ShouldBeEmpty();
    }

    /// <summary>A journey of the organisation's administrator.</summary>
    public Task AdminAsync(Func<IPage, Task> journey, Device? device = null, params string[] refused) =>
        JourneyAsync(journey, Demo.WithRole("org_admin"), device, refused);

    // Through the API and once for each person, as the screen has a journey of its own.
    private async Task<string> SignInAsync(Demo.User who)
    {
        if (signedIn.TryGetValue(who.Email, out var known)) return known;
        await using var context = await browser!.NewContextAsync(new() { BaseURL = Demo.Url });
        var answer = await context.APIRequest.PostAsync("/api/session", new()
        {
            DataObject = new { email = who.Email, password = who.Password },
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Tendril"] = "1" },
        });
        if (!answer.Ok) Assert.Fail($"{who.Email} could not sign in: {answer.Status} {await answer.TextAsync()}");
        var state = await context.StorageStateAsync();
        JsonDocument.Parse(state).RootElement.GetProperty("cookies").GetArrayLength().ShouldBeGreaterThan(0);
        return signedIn[who.Email] = state;
    }
}
