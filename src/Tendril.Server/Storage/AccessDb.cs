using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Tendril.Server.Modules.Organisation;

namespace Tendril.Server.Storage;

/// <summary>
/// What stands outside tenants: organisations, people, memberships, API tokens. Role tendril_system; sees no tenant
/// table.
/// </summary>
public sealed class AccessDb(DbContextOptions<AccessDb> options) : IdentityUserContext<User, Guid>(options)
{
    public DbSet<Organization> Organizations => Set<Organization>();

    public DbSet<Membership> Memberships => Set<Membership>();

    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();

    public DbSet<UserSession> Sessions => Set<UserSession>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasDefaultSchema("access");
        builder.Entity<User>().ToTable("users");
        // Lengths are held at the door; the columns are text.
        foreach (var property in builder.Entity<User>().Metadata.GetProperties()) property.SetMaxLength(null);
        builder.Entity<User>().Property(user => user.Email).IsRequired();
        builder.Entity<User>().Property(user => user.NormalizedEmail).IsRequired();
        builder.Entity<User>().Property(user => user.UserName).IsRequired();
        builder.Entity<User>().Property(user => user.NormalizedUserName).IsRequired();
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("user_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("user_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("user_tokens");
        builder.Entity<Organization>().ToTable("organizations");
        builder.Entity<Membership>().ToTable("memberships").HasKey(row => new { row.OrganizationId, row.UserId });
        builder.Entity<ApiToken>().ToTable("api_tokens");
        builder.Entity<UserSession>().ToTable("sessions");
        builder.Entity<DataProtectionKey>().ToTable("data_protection_keys");
        // Relations are named so that rows are saved parents first.
        builder.Entity<Membership>().HasOne<Organization>().WithMany().HasForeignKey(row => row.OrganizationId);
        builder.Entity<Membership>().HasOne<User>().WithMany().HasForeignKey(row => row.UserId);
        builder.Entity<ApiToken>().HasOne<Organization>().WithMany().HasForeignKey(row => row.OrganizationId);
        builder.Entity<ApiToken>().HasOne<User>().WithMany().HasForeignKey(row => row.UserId);
        builder.Entity<UserSession>().HasOne<User>().WithMany().HasForeignKey(row => row.UserId);
        builder.UseSnakeCase();
    }
}
