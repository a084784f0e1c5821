using Microsoft.AspNetCore.Identity;
using Tendril.Domain;
using Tendril.Domain.Organisation;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>Gives a member a temporary password, ends their sessions and unlocks the account.</summary>
public sealed class ResetPassword(
    AccessDb access, Members members, AccessAudit audit, UserManager<User> users, SignInLimit limit,
    SessionBook sessions)
{
    public sealed record Answer(string TemporaryPassword);

    public static void Map(RouteGroupBuilder users) => users.MapPost(
            "/{id:guid}/reset-password",
            async (Guid id, ResetPassword handler, CancellationToken cancel) =>
                (await handler.HandleAsync(id, cancel)).Refused(out var problem, out var answer)
                    ? (IResult)ProblemResults.From(problem)
                    : TypedResults.Ok(answer))
        .Needs("user:edit").WithSummary("Set a temporary password, shown once").Produces<Answer>();

    private async Task<Result<Answer>> HandleAsync(Guid id, CancellationToken cancel)
    {
        await using var transaction = await access.Database.BeginTransactionAsync(cancel);
        await audit.LockAsync(cancel);
        if (await members.FindAsync(id, cancel) is not { } row) return AccountProblems.NotFound;
        // The same right as to change the member: nobody takes over the account of a higher role.
        var others = await members.CountOtherAdminsAsync(id, cancel);
        if (new AssignSeat(row.ToSeat()).Decide(members.Own, row.ToSeat(), others).Refused(out var problem, out _))
            return problem;
        if (await members.IsElsewhereAsync(id, cancel))
            return AccountProblems.OtherHome.Refuse(
                "This person works in another organisation too; their password is not yours to change");
        var password = TemporaryPassword.Create();
        row.User.PasswordChangeNeeded = true;
        InviteMember.Must(await users.RemovePasswordAsync(row.User));
        InviteMember.Must(await users.AddPasswordAsync(row.User, password));
        InviteMember.Must(await users.SetLockoutEndDateAsync(row.User, null));
        InviteMember.Must(await users.ResetAccessFailedCountAsync(row.User));
        await sessions.EndOthersAsync(id, except: null, cancel);
        await audit.NoteAsync(
            new AccessChange("password_reset", "membership", id, new Dictionary<string,
                object?[]>
            { ["password"] = [null, null] }),
            cancel);
        await transaction.CommitAsync(cancel);
        limit.Forget(row.User.NormalizedEmail);
        return new Answer(password);
    }
}
