using System.Text.Json;
using Tendril.Sync.Steps;

namespace Tendril.Sync.Device;

/// <summary>The steps that a program knows, and for whom it decides them until the server has.</summary>
/// <param name="List">The same list as the server's.</param>
/// <param name="UserId">Who is signed in.</param>
/// <param name="DeviceId">Under what the device is registered.</param>
public sealed record DeviceSteps(StepList List, Guid UserId, Guid DeviceId)
{
    /// <summary>For programs that only edit.</summary>
    public static DeviceSteps None { get; } = new(StepList.None, Guid.Empty, Guid.Empty);
}

/// <summary>A step that a person does.</summary>
/// <param name="Name">As <c>task.complete</c>.</param>
/// <param name="Row">The row that it is about.</param>
/// <param name="Arguments">What the decision needs; an object, as on the wire.</param>
public sealed record LocalStep(string Name, Guid Row, JsonElement Arguments);
