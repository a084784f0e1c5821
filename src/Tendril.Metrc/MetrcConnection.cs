using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Tendril.Metrc;

/// <summary>
/// Where Metrc is and with which two keys it is asked: the vendor's (integrator's) key and the user's. The keys leave
/// this object only in the Authorization header; its text form shows neither.
/// </summary>
/// <exception cref="ArgumentException">
/// The address is not https (plain http is allowed to this machine only), or a key is empty or cannot stand in a Basic
/// header. The message says which and never repeats a key.
/// </exception>
public sealed class MetrcConnection
{
    private const int ShortestKeyToHide = 4;
    private readonly string[] secrets;

    public MetrcConnection(Uri baseAddress, string vendorKey, string userKey)
    {
        if (!baseAddress.IsAbsoluteUri || baseAddress.UserInfo.Length > 0 || baseAddress.Query.Length > 0)
            throw new ArgumentException("must be an absolute address without user and query", nameof(baseAddress));
        var local = baseAddress.Scheme == Uri.UriSchemeHttp && baseAddress.IsLoopback;
        if (baseAddress.Scheme != Uri.UriSchemeHttps && !local)
            throw new ArgumentException("must be https, or http on this machine", nameof(baseAddress));
        Check(vendorKey, nameof(vendorKey));
        Check(userKey, nameof(userKey));
        if (vendorKey.Contains(':', StringComparison.Ordinal))
            throw new ArgumentException("must not contain a colon", nameof(vendorKey));
        BaseAddress = baseAddress;
        var token = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{vendorKey}:{userKey}"));
        Authorization = new AuthenticationHeaderValue("Basic", token);
        Integrator = Fingerprint($"{baseAddress.Authority}\n{vendorKey}");
        KeyId = Fingerprint($"{baseAddress.Authority}\n{vendorKey}\n{userKey}");
        secrets = [.. new[] { token, vendorKey, userKey }.Where(key => key.Length >= ShortestKeyToHide)];
    }

    public Uri BaseAddress { get; }

    /// <summary>A fingerprint of host and vendor key: whose share of the rate limit a call takes.</summary>
    public string Integrator { get; }

    /// <summary>A fingerprint of host and both keys, for evidence: tells pairs apart, leads back to neither.</summary>
    public string KeyId { get; }

    internal AuthenticationHeaderValue Authorization { get; }

    public override string ToString() => $"{BaseAddress} (key {KeyId})";

    /// <summary>Takes the keys out of text that came from outside, should a gateway repeat them.</summary>
    internal string Hide(string text)
    {
        foreach (var secret in secrets)
            text = text.Replace(secret, "[key removed]", StringComparison.OrdinalIgnoreCase);
        return text;
    }

    private static void Check(string key, string name)
    {
        if (string.IsNullOrWhiteSpace(key)) throw new ArgumentException("must not be empty", name);
        if (key.Any(sign => sign is < '!' or > '~'))
            throw new ArgumentException("must not contain blanks, line breaks or signs outside ASCII", name);
    }

    private static string Fingerprint(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
