using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Tendril.Metrc.Simulator;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Tests.Simulator;

/// <summary>
/// A simulator with one grower, and a raw HttpClient that shares nothing with the product's own client.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    public const string Grower = "SF-SBX-CO-21-8002";
    public const string Other = "SF-SBX-CO-22-8002";
    public const string VendorKey = "stage-vendor";
    public const string UserKey = "stage-user";
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 19, 0, 0, TimeSpan.Zero);

    private Stage(MetrcSimulator simulator)
    {
        Simulator = simulator;
        Http = Client(VendorKey, UserKey);
    }

    public MetrcSimulator Simulator { get; }

    public SimulatorState State => Simulator.State;

    public HttpClient Http { get; }

    public static async Task<Stage> SetAsync(SimulatorOptions? options = null, string state = "CO")
    {
        options ??= new SimulatorOptions { Limits = false, Time = new StoppedClock(Noon) };
        var stage = new Stage(await MetrcSimulator.StartAsync(options, TestContext.Current.CancellationToken));
        var profile = StateProfile.Load(state);
        stage.State.AddVendorKey(VendorKey);
        stage.State.AddUserKey(UserKey);
        stage.State.AddFacility(profile.NewFacility(Grower, "Stage Grower", "Cultivator"));
        stage.State.AddFacility(profile.NewFacility(Other, "Stage Neighbour", "Manufacturer"));
        stage.State.AddStrain(Grower, "Blue Dream");
        stage.State.AddLocation(Grower, "Nursery", "Planting");
        stage.State.AddLocation(Grower, "Vault", "Packing");
        stage.State.AddItem(Grower, "Blue Dream Flower", "Buds", "Grams", "Blue Dream");
        stage.State.AddItem(Grower, "Blue Dream Clones", "Immature Plants", "Each", "Blue Dream");
        return stage;
    }

    public HttpClient Client(string vendor, string user)
    {
        var client = new HttpClient { BaseAddress = new Uri(Simulator.Url), Timeout = TimeSpan.FromSeconds(20) };
        var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{vendor}:{user}"));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", pair);
        return client;
    }

    public static string At(string path, string licence = Grower) =>
        path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "licenseNumber=" + licence;

    public static string Utc(DateTimeOffset at) =>
        Uri.EscapeDataString(at.ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture));

    public Task<HttpResponseMessage> GetAsync(string path, string licence = Grower) =>
        Http.GetAsync(new Uri(At(path, licence), UriKind.Relative), TestContext.Current.CancellationToken);

    public async Task<JsonNode> ReadAsync(string path, string licence = Grower)
    {
        using var response = await GetAsync(path, licence);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue($"{path}: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string json, string licence = Grower) =>
        Http.SendAsync(new HttpRequestMessage(method, new Uri(At(path, licence), UriKind.Relative))
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        }, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> PostAsync(string path, string json, string licence = Grower) =>
        SendAsync(HttpMethod.Post, path, json, licence);

    public static async Task<string> TextAsync(HttpResponseMessage response) =>
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    /// <summary>One opening plant batch as JSON.</summary>
    public static string Batch(string name, int count = 5, string strain = "Blue Dream", string location = "Nursery") =>
        $$"""
        {"Name":"{{name}}","Type":"Clone","Count":{{count}},"Strain":"{{strain}}","Location":"{{location}}",
         "ActualDate":"2026-11-20"}
        """;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Simulator.DisposeAsync();
    }
}

/// <summary>A clock that stands still until it is told to move.</summary>
internal sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset _now = now;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Move(TimeSpan by) => _now += by;
}
