namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>Who or what started a pull.</summary>
public sealed record PullTrigger(string Name, Guid? UserId)
{
    public static PullTrigger Schedule { get; } = new("schedule", null);
}
