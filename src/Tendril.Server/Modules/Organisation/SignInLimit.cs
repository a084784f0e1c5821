using System.Net;
using System.Net.Sockets;

namespace Tendril.Server.Modules.Organisation;

/// <summary>
/// Stops the guessing of passwords: five wrong ones for an email address, or a hundred from one network address, and it
/// rests for 15 minutes. An email address is counted whether it has an account or not, so that the lock does not tell
/// which has. Each server counts for itself.
/// </summary>
public sealed class SignInLimit(TimeProvider time)
{
    private const int MostPerEmail = 5;
    private const int MostPerAddress = 100;
    private const int MostCounts = 100_000;
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(15);

    private readonly Dictionary<string, Count> counts = new(StringComparer.Ordinal);
    private readonly Lock door = new();

    /// <summary>
    /// Counts the try as wrong before anything is looked at, so that guesses at the same moment cannot pass together.
    /// </summary>
    /// <returns>Null to go on; else how long to wait.</returns>
    public TimeSpan? Enter(string? email, IPAddress? address)
    {
        var now = time.GetUtcNow();
        lock (door)
        {
            MakeRoom(now);
            var (person, place) = (Of(EmailKey(email), now), Of(AddressKey(address), now));
            if (person.Tries >= MostPerEmail) return person.Until - now;
            if (place.Tries >= MostPerAddress) return place.Until - now;
            person.Add(MostPerEmail, now + Rest);
            place.Add(MostPerAddress, now + Rest);
            return null;
        }
    }

    /// <summary>The try was no wrong guess after all.</summary>
    public void Forgive(string? email, IPAddress? address)
    {
        lock (door)
        {
            if (counts.TryGetValue(EmailKey(email), out var person)) person.Tries = Math.Max(0, person.Tries - 1);
            if (counts.TryGetValue(AddressKey(address), out var place)) place.Tries = Math.Max(0, place.Tries - 1);
        }
    }

    /// <summary>The email address begins anew: its owner came in, or was given a new password.</summary>
    public void Forget(string? email)
    {
        lock (door) counts.Remove(EmailKey(email));
    }

    private Count Of(string key, DateTimeOffset now)
    {
        if (counts.TryGetValue(key, out var count) && count.Until > now) return count;
        return counts[key] = new Count { Until = now + Rest };
    }

    // Memory stays bounded whatever is sent: first what has ended goes, then what would end next.
    private void MakeRoom(DateTimeOffset now)
    {
        if (counts.Count < MostCounts) return;
        foreach (var (key, _) in counts.Where(pair => pair.Value.Until <= now).ToList()) counts.Remove(key);
        if (counts.Count < MostCounts) return;
        foreach (var (key, _) in counts.OrderBy(pair => pair.Value.Until).Take(MostCounts / 10).ToList())
            counts.Remove(key);
    }

    // Nobody's address is longer than 254 characters.
    private static string EmailKey(string? email) => email is { Length: <= 254 } ? "email " + email : "email";

    // An IPv6 household or server has a whole /64 to choose from.
    private static string AddressKey(IPAddress? address) => address switch
    {
        null => "address",
        { IsIPv4MappedToIPv6: true } => "address " + address.MapToIPv4(),
        { AddressFamily: AddressFamily.InterNetworkV6 } =>
            "address " + Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => "address " + address,
    };

    private sealed class Count
    {
        public int Tries { get; set; }

        public DateTimeOffset Until { get; set; }

        /// <summary>The rest is counted from the try that was one too many.</summary>
        public void Add(int most, DateTimeOffset until)
        {
            Tries++;
            if (Tries >= most) Until = until;
        }
    }
}
