using System.Collections.ObjectModel;
using System.ComponentModel;
using System.Diagnostics;

namespace Tendril.Server.Platform.Postgres;

/// <summary>What a finished program said.</summary>
public sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>Both outputs in one text, for messages.</summary>
    public string Said => string.Join('\n', new[] { Errors.Trim(), Output.Trim() }.Where(text => text.Length > 0));

    /// <summary>Runs a program to its end. Cancelling kills it. PG* variables of the caller never reach it.</summary>
    /// <exception cref="PrivatePostgresException">The program does not exist or may not be run.</exception>
    public static async Task<ProgramRun> RunAsync(
        IReadOnlyList<string> command,
        CancellationToken cancel,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = Start(command, environment);
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancel);
            var errors = process.StandardError.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return new ProgramRun(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Process Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The caller's folder may be closed to the user the program runs as.
            WorkingDirectory = "/",
        };
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("PG", StringComparison.Ordinal))
            .ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach (var (name, value) in environment ?? ReadOnlyDictionary<string, string>.Empty)
            start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new PrivatePostgresException($"{command[0]} cannot be run: {error.Message}", error);
        }
    }
}
