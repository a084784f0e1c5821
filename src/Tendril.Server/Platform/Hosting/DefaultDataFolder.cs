using System.Security.Cryptography;
using System.Text;
using Tendril.Server.Platform.Postgres;

namespace Tendril.Server.Platform.Hosting;

/// <summary>
/// The data folder when none was chosen: <c>.tendril</c> in the given folder. Root's own folders are closed to the user
/// that runs the database; then the data lives under /var/lib/tendril and <c>.tendril</c> is a link to it.
/// </summary>
public static class DefaultDataFolder
{
    private const string Elsewhere = "/var/lib/tendril";

    public static async Task<string> FindAsync(string home, CancellationToken cancel)
    {
        var wanted = Path.Combine(Path.GetFullPath(home), ".tendril");
        if (!Environment.IsPrivilegedProcess || Path.Exists(wanted)) return wanted;
        var user = await DatabaseUser.ForAsync(wanted, PrivatePostgresOptions.DefaultUser, cancel);
        if (await user.FirstClosedAsync(home, cancel) is null) return wanted;
        var name = Path.GetFileName(Path.GetFullPath(home)) + "-" + Mark(wanted);
        var real = Path.Combine(Elsewhere, name);
        Directory.CreateDirectory(real, Passable);
        File.CreateSymbolicLink(wanted, real);
        return wanted;
    }

    private static UnixFileMode Passable =>
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static string Mark(string path) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..8];
}
