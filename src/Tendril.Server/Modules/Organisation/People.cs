using Microsoft.AspNetCore.Identity;

namespace Tendril.Server.Modules.Organisation;

/// <summary>A tenant: one business with its licences.</summary>
public sealed class Organization
{
    public Guid Id { get; set; }

    public required string Name { get; set; }

    public bool IsDemo { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>A person who signs in; what they may do stands in their memberships.</summary>
public sealed class User : IdentityUser<Guid>
{
    public required string FullName { get; set; }

    public string Language { get; set; } = "en";

    public string Theme { get; set; } = "auto";

    /// <summary>The password is one that somebody else handed over; all it opens is the choice of another.</summary>
    public bool PasswordChangeNeeded { get; set; }

    public DateTimeOffset? LastSignInAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>One sign-in of a person in one browser, until they sign out, it is ended or its cookie runs out.</summary>
public sealed class UserSession
{
    public Guid Id { get; set; }

    public Guid UserId { get; set; }

    public required string UserAgent { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset LastSeenAt { get; set; }
}

/// <summary>A person's place in one organisation. <see cref="SiteIds"/> null means every site.</summary>
public sealed class Membership
{
    public Guid OrganizationId { get; set; }

    public Guid UserId { get; set; }

    public required string Role { get; set; }

    public Guid[]? SiteIds { get; set; }

    public bool Active { get; set; } = true;

    /// <summary>
    /// The name that was typed for somebody who had an account already, until they come in here for the first time.
    /// Till then nothing else of their account is shown.
    /// </summary>
    public string? InvitedAs { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>A program's way in. Only the hash of the token is kept.</summary>
public sealed class ApiToken
{
    public Guid Id { get; set; }

    public Guid OrganizationId { get; set; }

    public Guid UserId { get; set; }

    public required string Name { get; set; }

    public required byte[] TokenHash { get; set; }

    public required string Role { get; set; }

    public Guid[]? SiteIds { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}

/// <summary>A cookie-protection key, sealed with the master key.</summary>
public sealed class DataProtectionKey
{
    public int Id { get; set; }

    public string? FriendlyName { get; set; }

    public required string Xml { get; set; }
}
