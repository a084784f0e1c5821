using Tendril.Domain;
using Tendril.Metrc;
using Tendril.Server.Platform;

namespace Tendril.Server.Modules.Compliance;

/// <summary>
/// Which hosts a site's keys may be sent to: Metrc's host of its state and environment, or this machine where the
/// settings allow it. A demo may only talk to this machine, whatever is asked.
/// </summary>
public sealed class MetrcAddress(ServerOptions server, MetrcOptions metrc)
{
    /// <summary>The address to use, or why it may not be used.</summary>
    /// <param name="given">What a person entered or what was stored; null takes the standard address.</param>
    public Result<Uri> For(string state, string environment, string? given)
    {
        var sandbox = environment == SiteEnvironment.Sandbox;
        if (string.IsNullOrWhiteSpace(given)) return Standard(state, sandbox);
        if (!Uri.TryCreate(given.Trim(), UriKind.Absolute, out var address))
            return Refuse($"\"{given}\" is not an address");
        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
            return Refuse("The address must be a plain host, without user, query or fragment");
        if (IsThisMachine(address))
            return server.Demo || metrc.AllowLoopback ? address
            : Refuse("This installation does not talk to a Metrc on this machine");
        if (Standard(state, sandbox).Refused(out var problem, out var standard)) return problem;
        return address == standard ? address
            : Refuse($"{address.Host} is not Metrc's {environment} for {state}; that is {standard.Host}");
    }

    private Result<Uri> Standard(string state, bool sandbox)
    {
        if (server.Demo) return Refuse("A demo never talks to the real Metrc");
        return MetrcHosts.States.Contains(state, StringComparer.OrdinalIgnoreCase)
            ? MetrcHosts.For(state, sandbox)
            : Refuse($"No Metrc is known for the state {state}");
    }

    private static bool IsThisMachine(Uri address) =>
        address.IsLoopback && (address.Scheme is "http" or "https");

    private static Problem Refuse(string message) => CredentialProblems.HostNotAllowed.Refuse(message, "baseUrl");
}
