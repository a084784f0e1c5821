using System.Collections.Concurrent;
using System.Text;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Metrc.Simulator.Http;

/// <summary>HTTP Basic: the vendor key is the user name, the employee's key the password.</summary>
internal sealed class Authentication(SimulatorOptions options)
{
    private readonly ConcurrentDictionary<string, (string Vendor, string User)> _decoded = new(StringComparer.Ordinal);

    /// <summary>The hashes of both keys; null when the header is missing or no Basic header.</summary>
    internal (string Vendor, string User)? Read(string? header)
    {
        if (header is null || !header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) return null;
        if (_decoded.TryGetValue(header, out var known)) return known;
        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[6..].Trim(), bytes, out var length)) return null;
        var pair = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        if (pair.Length != 2) return null;
        if (_decoded.Count > 1000) _decoded.Clear();
        return _decoded[header] = (SimulatorState.HashOf(pair[0]), SimulatorState.HashOf(pair[1]));
    }

    /// <summary>The employee behind the keys; null when either is unknown or revoked.</summary>
    internal static UserKey? Find(SimulatorState state, (string Vendor, string User)? keys)
    {
        if (keys is not { } given) return null;
        if (!state.VendorKeys.Exists(k => k.Hash == given.Vendor && !k.IsRevoked)) return null;
        return state.UserKeys.Find(k => k.Hash == given.User && !k.IsRevoked);
    }

    internal Reply Refused() => Refused(options);

    internal static Reply Refused(SimulatorOptions options) => options.UnauthorizedBody switch
    {
        UnauthorizedBody.Message => Reply.Message(401, "Authorization has been denied for this request."),
        UnauthorizedBody.PlainText => Reply.PlainText(401, "Unauthorized"),
        _ => Reply.Empty(401),
    };
}
