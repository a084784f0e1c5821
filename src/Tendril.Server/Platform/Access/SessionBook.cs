using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Storage;

namespace Tendril.Server.Platform.Access;

/// <summary>The open sessions: one row per sign-in, which the cookie names. Without its row a cookie is void.</summary>
public sealed class SessionBook(AccessDb access, IdSource ids, TimeProvider time)
{
    private const int LongestAgent = 400;
    private static readonly TimeSpan Precision = TimeSpan.FromMinutes(1);

    // A cookie lives on for its lifetime after the last request; a day more, so that no clock decides.
    private static readonly TimeSpan Kept = SessionCookie.Lifetime + TimeSpan.FromDays(1);

    /// <summary>The person's sessions whose cookies may still be alive.</summary>
    public IQueryable<UserSession> Of(Guid userId)
    {
        var oldest = time.GetUtcNow() - Kept;
        return access.Sessions.Where(row => row.UserId == userId && row.LastSeenAt >= oldest);
    }

    /// <summary>Opens a session for somebody who proved who they are. Whose cookie ran out is forgotten.</summary>
    public async Task<Guid> BeginAsync(Guid userId, HttpRequest request, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var oldest = now - Kept;
        await access.Sessions.Where(row => row.LastSeenAt < oldest).ExecuteDeleteAsync(cancel);
        var row = new UserSession
        {
            Id = ids.Next(),
            UserId = userId,
            UserAgent = Clean(request.Headers.UserAgent.ToString()),
            StartedAt = now,
            LastSeenAt = now,
        };
        access.Sessions.Add(row);
        await access.SaveChangesAsync(cancel);
        return row.Id;
    }

    /// <summary>Notes that a session is in use, once a minute: a write on every call would tell no more.</summary>
    public async Task NoteUseAsync(Guid id, DateTimeOffset last, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (now - last < Precision) return;
        await access.Sessions.Where(row => row.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastSeenAt, now), cancel);
    }

    /// <summary>Ends one of the person's sessions.</summary>
    /// <returns>Whether there was one: another person's is none of theirs.</returns>
    public async Task<bool> EndAsync(Guid userId, Guid id, CancellationToken cancel) =>
        await Of(userId).Where(row => row.Id == id).ExecuteDeleteAsync(cancel) > 0;

    /// <summary>Ends the person's sessions, all but one or all.</summary>
    public Task<int> EndOthersAsync(Guid userId, Guid? except, CancellationToken cancel) =>
        access.Sessions.Where(row => row.UserId == userId && row.Id != except).ExecuteDeleteAsync(cancel);

    // PostgreSQL keeps no zero characters; the rest of what a stranger sends is shown by no page as it is.
    private static string Clean(string agent)
    {
        var printable = string.Concat(agent.Where(letter => letter is >= ' ' and <= '~'));
        return printable.Length <= LongestAgent ? printable : printable[..LongestAgent];
    }
}
