using System.CommandLine;
using Microsoft.Extensions.Logging.Console;
using Tendril.Server.Platform.Hosting;

namespace Tendril.Server.Platform.CommandLine;

/// <summary>Options and outputs that several verbs have in common.</summary>
internal static class VerbParts
{
    public static Option<string?> Data() => new("--data")
    {
        Description = "The data folder (default: TENDRIL__DATA, or .tendril here)",
        HelpName = "DIR",
    };

    public static Option<FileInfo?> PassphraseFile(string description) =>
        new("--passphrase-file") { Description = description, HelpName = "FILE" };

    /// <summary>The first line of the file; a passphrase among the arguments could be read by every user.</summary>
    public static async Task<string?> PassphraseAsync(FileInfo? file, CancellationToken cancel)
    {
        if (file is null) return null;
        if (!file.Exists) throw new OperatorException($"There is no passphrase file {file.FullName}.");
        var lines = await File.ReadAllLinesAsync(file.FullName, cancel);
        var passphrase = lines.FirstOrDefault()?.Trim() ?? "";
        return passphrase.Length >= 12
            ? passphrase
            : throw new OperatorException(
                $"The passphrase in {file.FullName} must have at least 12 characters on its first line.");
    }

    /// <summary>Progress of the verbs goes to standard error, so that standard output holds results alone.</summary>
    public static ILoggerFactory Logs() => LoggerFactory.Create(logging => logging
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        })
        .AddFilter("Microsoft", LogLevel.Warning)
        .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace));

    public static ILogger Log(this ILoggerFactory logs) => logs.CreateLogger("Tendril");
}
