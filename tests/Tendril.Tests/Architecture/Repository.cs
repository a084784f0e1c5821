using System.Runtime.CompilerServices;

namespace Tendril.Tests.Architecture;

/// <summary>A source file with its path from the repository's root.</summary>
public sealed record SourceFile(string Path, string Text)
{
    public IReadOnlyList<string> Lines { get; } = Text.TrimEnd('\n').Split('\n');

    /// <summary>Written by a program, for a program.</summary>
    public bool IsGenerated =>
        Lines.Take(3).Any(line => line.Contains("auto-generated", StringComparison.OrdinalIgnoreCase));

    public override string ToString() => Path;
}

/// <summary>The repository as files, for tests about the source itself.</summary>
public static class Repository
{
    private static readonly string[] NotOurs =
        ["bin", "obj", "node_modules", "dist", "coverage", "BenchmarkDotNet.Artifacts"];

    public static string Root { get; } = FindRoot();

    /// <summary>The files under these folders with one of these endings.</summary>
    public static IReadOnlyList<SourceFile> Files(string[] folders, params string[] endings) =>
    [
        .. folders.Select(folder => Path.Combine(Root, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Root, path))
            .Where(path => endings.Contains(Path.GetExtension(path)) && !path.Split('/').Intersect(NotOurs).Any())
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(Root, path)))),
    ];

    private static string FindRoot([CallerFilePath] string here = "")
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(here)!);
        while (!File.Exists(Path.Combine(folder.FullName, "Tendril.slnx")))
            folder = folder.Parent ?? throw new InvalidOperationException("No repository around the tests.");
        return folder.FullName;
    }
}
