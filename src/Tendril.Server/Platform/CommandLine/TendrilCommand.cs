using System.CommandLine;
using Npgsql;
using Tendril.Domain.Rules;
using Tendril.Server.Platform.Hosting;
using Tendril.Server.Platform.Postgres;

namespace Tendril.Server.Platform.CommandLine;

/// <summary>The <c>tendril</c> command line: one verb per file.</summary>
public static class TendrilCommand
{
    /// <summary>Long enough to drain requests and stop the database after Ctrl+C.</summary>
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(90);

    public static RootCommand Create() => new("Tendril keeps your books and the state's books in step.")
    {
        ServeVerb.Create(),
        DemoVerb.Create(),
        MigrateVerb.Create(),
        BackupVerb.Create(),
        RestoreVerb.Create(),
        DoctorVerb.Create(),
        DatabaseVerb.Create(),
        SimulatorVerb.Create(),
        OpenApiVerb.Create(),
    };

    /// <returns>The exit code: 0 done, 1 not done (the reason is on standard error), 130 interrupted.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var run = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout =
            TimeToEnd
        };
        try
        {
            return await Create().Parse(args).InvokeAsync(run);
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
        catch (Exception refused) when (refused is OperatorException or PrivatePostgresException)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 1;
        }
        catch (RuleFileException wrong)
        {
            await Console.Error.WriteLineAsync(
                $"A rule file of this version is wrong, so that nothing was started. {wrong.Message}\n"
                + "Install the version again, or go back to the one before; report the line above.");
            return 1;
        }
        catch (NpgsqlException down)
        {
            await Console.Error.WriteLineAsync(
                $"The database cannot be used: {down.Message} Run \"tendril doctor\" to see what is wrong.");
            return 1;
        }
    }
}
