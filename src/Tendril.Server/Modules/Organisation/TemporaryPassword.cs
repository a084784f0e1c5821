using System.Security.Cryptography;

namespace Tendril.Server.Modules.Organisation;

/// <summary>
/// A password that an administrator hands over once: 80 random bits in groups that can be read aloud.
/// </summary>
public static class TemporaryPassword
{
    // Without letters and digits that are easily taken for one another.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    public static string Create() =>
        string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Alphabet, 4)));
}
