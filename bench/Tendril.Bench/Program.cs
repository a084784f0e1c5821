using Tendril.Bench;

// A suite is one line: its name, and what measures it.
(string Name, Func<CancellationToken, IAsyncEnumerable<Figure>> Run)[] suites =
[
    ("pull", PullBench.RunAsync),
    ("lists", ListsBench.RunAsync),
    ("push", PushBench.RunAsync),
    ("sync", SyncBench.RunAsync),
    ("start", StartBench.RunAsync),
    ("page", PageBench.RunAsync),
];

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};
if (args is [BareServer.Verb]) return await BareServer.RunAsync(stop.Token);
var wanted = args.Length == 0 ? suites : [.. suites.Where(suite => args.Contains(suite.Name, StringComparer.Ordinal))];
if (wanted.Length == 0)
{
    Console.Error.WriteLine($"There are the suites {string.Join(", ", suites.Select(suite => suite.Name))}.");
    return 2;
}
var met = true;
foreach (var suite in wanted)
{
    await foreach (var figure in suite.Run(stop.Token))
    {
        Console.WriteLine(figure.ToJson());
        met &= figure.Met;
    }
}
return met ? 0 : 1;
