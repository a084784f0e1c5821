namespace Tendril.Bench;

/// <summary>The web app as it is served.</summary>
internal static class BuiltWeb
{
    /// <summary>The folder of the built app.</summary>
    /// <exception cref="DirectoryNotFoundException">It is not built; says how.</exception>
    public static string Root
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                var built = Path.Combine(folder.FullName, "web", "dist");
                if (File.Exists(Path.Combine(built, "index.html"))) return built;
            }
            throw new DirectoryNotFoundException(
                "The web app is not built. Run: npm ci --prefix web && npm --prefix web run build");
        }
    }
}
