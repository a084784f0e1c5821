using Microsoft.AspNetCore.Identity;
using Tendril.Domain;
using Tendril.Domain.Organisation;
using Tendril.Domain.Rules;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>
/// Makes somebody a member. A person without an account gets one with a temporary password, shown this once; a person
/// who has one keeps their password.
/// </summary>
public sealed class InviteMember(
    AccessDb access, Members members, AccessAudit audit, UserManager<User> users, Caller caller, IdSource ids,
    TimeProvider time)
{
    public sealed record Command(string Email, string FullName, string Role, Guid[]? SiteIds = null);

    /// <param name="TemporaryPassword">Shown once; absent when the person has an account already.</param>
    public sealed record Answer(MemberView Member, string? TemporaryPassword);

    public static void Map(RouteGroupBuilder users) => users.MapPost(
            "/",
            async (Command command, InviteMember handler, CancellationToken cancel) =>
                (await handler.HandleAsync(command, cancel)).Refused(out var problem, out var answer)
                    ? (IResult)ProblemResults.From(problem)
                    : TypedResults.Created($"/api/users/{answer.Member.UserId}", answer))
        .Needs("user:edit").WithSummary("Add a member; a new account's temporary password is shown once")
        .Produces<Answer>(201);

    private async Task<Result<Answer>> HandleAsync(Command command, CancellationToken cancel)
    {
        if (EmailAddress.Parse(command.Email).Refused(out var problem, out var email)) return problem;
        if (FieldRules.Current.Text("person_name", command.FullName, "fullName").Refused(out problem, out var name))
            return problem;
        if (WireName.Parse<Role>(command.Role, "role").Refused(out problem, out var role)) return problem;
        if (await members.CheckSitesAsync(command.SiteIds, cancel) is { } site) return site;

        await using var transaction = await access.Database.BeginTransactionAsync(cancel);
        await audit.LockAsync(cancel);
        var known = await users.FindByEmailAsync(email);
        var user = known ?? new User
        {
            Id = ids.Next(),
            UserName = email,
            Email = email,
            EmailConfirmed = true,
            FullName = name,
            CreatedAt = time.GetUtcNow(),
        };
        var wanted = new MemberSeat(user.Id, role, command.SiteIds, Active: true);
        if (new AssignSeat(wanted).Decide(members.Own, null, otherAdmins: 0)
            .Refused(out problem, out _)) return problem;
        if (known is not null
            && await access.Memberships.FindAsync([caller.OrganizationId, user.Id], cancel) is not null)
            return AccountProblems.AlreadyMember.Refuse(
                "This person is a member already", "email", kind: ProblemKind.Conflict);
        var password = known is null ? TemporaryPassword.Create() : null;
        if (password is not null)
        {
            user.PasswordChangeNeeded = true;
            Must(await users.CreateAsync(user, password));
        }
        var seat = Seat(user, wanted);
        seat.InvitedAs = known is null ? null : name;
        access.Memberships.Add(seat);
        await access.SaveChangesAsync(cancel);
        await NoteAsync(user, seat, cancel);
        await transaction.CommitAsync(cancel);
        return new Answer(MemberView.Of(new MemberRow { User = user, Seat = seat }, time.GetUtcNow()), password);
    }

    private Membership Seat(User user, MemberSeat wanted) => new()
    {
        OrganizationId = caller.OrganizationId,
        UserId = user.Id,
        Role = WireName.Of(wanted.Role),
        SiteIds = wanted.SiteIds?.Distinct().ToArray(),
        CreatedAt = time.GetUtcNow(),
    };

    private Task NoteAsync(User user, Membership seat, CancellationToken cancel) => audit.NoteAsync(
        new AccessChange("created", "membership", user.Id, new Dictionary<string, object?[]>
        {
            ["email"] = [null, user.Email],
            ["full_name"] = [null, seat.InvitedAs ?? user.FullName],
            ["role"] = [null, seat.Role],
            ["site_ids"] = [null, seat.SiteIds],
        }),
        cancel);

    // The address and the password were checked or made here; a refusal now is a bug.
    internal static void Must(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException(string.Join(" ", result.Errors.Select(error => error.Description)));
    }
}
