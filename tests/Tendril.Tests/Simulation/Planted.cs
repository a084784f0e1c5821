namespace Tendril.Tests.Simulation;

/// <summary>Mistakes that a world can be built with, to see that the simulation finds them.</summary>
public enum Planted
{
    None,
    /// <summary>Revisions are read off a clock when a transaction begins.</summary>
    CursorByClock,
    /// <summary>A revision is handed out without keeping others from committing before it is visible.</summary>
    RevisionWithoutLock,
    /// <summary>The server answers and then fails to commit.</summary>
    AckWithoutCommit,
    /// <summary>An edit carries the whole row as the device has it, and the last one stands.</summary>
    WholeRowLastWriter,
    /// <summary>An operation is known by its id alone.</summary>
    IdempotencyWithoutHash,
    /// <summary>Devices are not told of deleted rows.</summary>
    TombstoneIgnored,
    /// <summary>The operations of a group are judged each alone.</summary>
    GroupTorn,
    /// <summary>What is unsent is told by comparing its time with that of the last push.</summary>
    DirtyByTime,
    /// <summary>A step writes its rows and not what it means for other tables.</summary>
    StepHalfDone,
}
