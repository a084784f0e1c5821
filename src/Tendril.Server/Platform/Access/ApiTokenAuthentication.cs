using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tendril.Server.Storage;

namespace Tendril.Server.Platform.Access;

/// <summary>Bearer API tokens: <c>tnd_</c> and 43 characters of randomness. Only the SHA-256 is stored.</summary>
public sealed class ApiTokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder,
    AccessDb access, CallerClaims claims, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "token";
    private const string Prefix = "Bearer ";

    /// <summary>A fresh token and the hash to keep.</summary>
    public static (string Token, byte[] Hash) Create()
    {
        var secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))
            .TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return ("tnd_" + secret, Hash("tnd_" + secret));
    }

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        var hash = Hash(header[Prefix.Length..].Trim());
        var now = time.GetUtcNow();
        var (token, principal) = await claims.OfTokenAsync(hash, now, SchemeName, Context.RequestAborted);
        if (token is null) return AuthenticateResult.Fail("Unknown, expired or revoked token.");
        if (principal is null) return AuthenticateResult.Fail("The token's owner is no longer a member.");
        await NoteUseAsync(token.Id, token.LastUsedAt, now);
        return AuthenticateResult.Success(new AuthenticationTicket(principal, SchemeName));
    }

    // Once a minute is precise enough for "last used" and spares a write on every call.
    private async Task NoteUseAsync(Guid id, DateTimeOffset? last, DateTimeOffset now)
    {
        if (last is { } before && now - before < TimeSpan.FromMinutes(1)) return;
        await access.ApiTokens.Where(row => row.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsedAt, now), Context.RequestAborted);
    }
}
