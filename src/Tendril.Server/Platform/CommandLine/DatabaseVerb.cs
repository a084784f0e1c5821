using System.CommandLine;
using Tendril.Server.Platform.Hosting;
using Tendril.Server.Platform.Postgres;

namespace Tendril.Server.Platform.CommandLine;

/// <summary><c>tendril database</c>: the private database alone, for psql and for maintenance.</summary>
internal static class DatabaseVerb
{
    public static Command Create()
    {
        var data = VerbParts.Data();
        var verb = new Command("database", "Run the private database alone, until Ctrl+C") { data };
        verb.SetAction(async (parsed, cancel) =>
        {
            using var logs = VerbParts.Logs();
            var settings = await OperatorSettings.ReadAsync(parsed.GetValue(data), cancel);
            if (settings.ExternalOwner is not null)
                throw new OperatorException(
                    "ConnectionStrings__Tendril is set, so there is no private database to run.");
            await using var installation =
                await Installation.OpenAsync(settings, TimeProvider.System, logs.Log(), cancel);
            var postgres = installation.Private!;
            var output = parsed.InvocationConfiguration.Output;
            await output.WriteLineAsync(
                $"{postgres.Binaries["psql"]} -h {postgres.SocketFolder} "
                + $"-U {ClusterRoles.Owner} {ClusterRoles.Database}");
            await output.WriteLineAsync("The database is ready; Ctrl+C stops it.");
            await output.FlushAsync(cancel);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
            return 0;
        });
        return verb;
    }
}
