namespace Tendril.BrowserTests.Support;

/// <summary>
/// A Chromium of its own at the same demo, for tests that look at every screen and change nothing: they run beside the
/// journeys.
/// </summary>
public sealed class LookBrowser(DemoBrowser journeys) : DemoBrowser
{
    protected override bool OwnsServer => false;

    protected override Task<DemoServer> ServerAsync() => Task.FromResult(journeys.Server);
}

/// <summary>What may run beside the journeys.</summary>
[CollectionDefinition]
public sealed class Looks : ICollectionFixture<LookBrowser>;
