namespace Tendril.BrowserTests.Support;

/// <summary>Where the build left the program and the web app.</summary>
internal static class Built
{
    /// <summary>The program of the configuration that these tests were built in, or else the newest there is.</summary>
    public static string Program
    {
        get
        {
            var folder = Path.Combine(Root, "src", "Tendril.Server", "bin");
            var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent?.Name ?? "Release";
            string[] all = [configuration, "Release", "Debug"];
            var found = all.Select(one => Path.Combine(folder, one, "net10.0", "tendril.dll"))
                .FirstOrDefault(File.Exists);
            return found ?? throw new FileNotFoundException(
                $"The server is not built: there is no tendril.dll below {folder}. Run: dotnet build Tendril.slnx");
        }
    }

    public static string WebRoot
    {
        get
        {
            var folder = Path.Combine(Root, "web", "dist");
            return File.Exists(Path.Combine(folder, "index.html")) ? folder : throw new DirectoryNotFoundException(
                $"The web app is not built: there is no index.html in {folder}. Run: ./test --only browser");
        }
    }

    /// <summary>The repository.</summary>
    public static string Root
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, "Tendril.slnx"))) return folder.FullName;
            throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Tendril.slnx.");
        }
    }
}
