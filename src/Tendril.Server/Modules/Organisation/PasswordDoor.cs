using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Server.Platform.Access;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>The one place where a password is asked for and compared, behind the limit of guesses.</summary>
public sealed class PasswordDoor(
    UserManager<User> users, AccessDb access, SignInLimit limit, SessionBook sessions, TimeProvider time)
{
    private static readonly User NobodyInParticular = new() { FullName = "" };

    /// <summary>
    /// The person with this email address and password. An unknown address, a wrong password and an account that
    /// another server or an earlier run of this one has locked get the same answer after the same work, so that none of
    /// it tells who has an account; only the limit answers "locked", and it does not know accounts.
    /// </summary>
    public async Task<Result<User>> ProveAsync(string email, string password, HttpContext http)
    {
        var now = time.GetUtcNow();
        var key = users.NormalizeEmail(email);
        if (Rest(key, http) is { } locked) return locked;
        var user = await users.FindByEmailAsync(email);
        var right = user is null ? Waste(password) : await users.CheckPasswordAsync(user, password);
        if (user is null || !right || user.LockoutEnd > now)
        {
            await CountAsync(user?.Id ?? Guid.Empty, now, http.RequestAborted);
            return SessionProblems.WrongCredentials;
        }
        Passed(key, http);
        await users.ResetAccessFailedCountAsync(user);
        return user;
    }

    /// <summary>Changes the password of somebody who knows the present one, and ends their other sessions.</summary>
    public async Task<Problem?> ChangeAsync(User user, Session.ChangePassword change, HttpContext http)
    {
        var key = user.NormalizedEmail;
        if (Rest(key, http) is { } locked) return locked;
        if (change.NewPassword == change.CurrentPassword && await users.CheckPasswordAsync(user, change.NewPassword))
        {
            Passed(key, http);
            return SessionProblems.PasswordSame;
        }
        await using var transaction = await access.Database.BeginTransactionAsync(http.RequestAborted);
        var changed = await users.ChangePasswordAsync(user, change.CurrentPassword, change.NewPassword);
        if (changed.Succeeded || !changed.Errors.Any(error => error.Code == "PasswordMismatch")) Passed(key, http);
        if (!changed.Succeeded) return SessionProblems.Password(changed.Errors);
        user.PasswordChangeNeeded = false;
        await access.SaveChangesAsync(http.RequestAborted);
        await sessions.EndOthersAsync(user.Id, SessionCookie.IdOf(http.User), http.RequestAborted);
        await transaction.CommitAsync(http.RequestAborted);
        return null;
    }

    private Problem? Rest(string? key, HttpContext http)
    {
        if (limit.Enter(key, http.Connection.RemoteIpAddress) is not { } wait) return null;
        http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return SessionProblems.Locked;
    }

    private void Passed(string? key, HttpContext http)
    {
        limit.Forgive(key, http.Connection.RemoteIpAddress);
        limit.Forget(key);
    }

    private bool Waste(string password)
    {
        users.PasswordHasher.HashPassword(NobodyInParticular, password);
        return false;
    }

    // One statement, so that guesses at the same moment count each. The lock ends with the limit's or before it.
    private async Task CountAsync(Guid userId, DateTimeOffset now, CancellationToken cancel)
    {
        var most = users.Options.Lockout.MaxFailedAccessAttempts;
        DateTimeOffset? until = now + users.Options.Lockout.DefaultLockoutTimeSpan;
        await access.Users.Where(user => user.Id == userId && (user.LockoutEnd == null || user.LockoutEnd <= now))
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(
                        user => user.LockoutEnd,
                        user => user.AccessFailedCount + 1 >= most ? until : user.LockoutEnd)
                    .SetProperty(
                        user => user.AccessFailedCount,
                        user => user.AccessFailedCount + 1 >= most ? 0 : user.AccessFailedCount + 1),
                cancel);
    }
}
