namespace Tendril.Domain.Harvests;

/// <summary>Where a harvest is on its way from the plant to stock.</summary>
public enum HarvestStage { Harvest, Drying, Curing, Inventory }

/// <summary>How a harvest came into a stage.</summary>
public enum StageEntry { Start, Advance, OverrideSkip, Undo, Revert, Finalize }

/// <summary>What was weighed. <c>WeighIn</c> is a look in between, for the curve of drying.</summary>
public enum WeightKind { Wet, Dry, Trimmings, WeighIn }

/// <summary>What a person did to the stage of a harvest, as the record of attempts calls it.</summary>
public enum HarvestAttempt { StageAdvance, OverrideSkip, Revert, Undo, Finalize, SyncRejected }
