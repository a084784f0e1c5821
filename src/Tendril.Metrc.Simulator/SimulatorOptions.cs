namespace Tendril.Metrc.Simulator;

/// <summary>What GETs without a pageSize answer; Metrc's text and its production disagree.</summary>
public enum UnpagedAnswer { FirstPage, Everything }

/// <summary>What the body of a 401 holds; real ones vary.</summary>
public enum UnauthorizedBody { Empty, Message, PlainText }

/// <summary>Everything that may be set; whatever the known facts leave uncertain is a setting here.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The clock of the state: stamps, windows, "not in the future".</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// The clock of the wire: limits per second, delays. Real time even when the state's clock is fake.
    /// </summary>
    public TimeProvider WireTime { get; init; } = TimeProvider.System;

    /// <summary>GET limits: calls per second and calls at once, per facility and per vendor key.</summary>
    public bool Limits { get; init; } = true;
    public int FacilityCallsPerSecond { get; init; } = 50;
    public int VendorCallsPerSecond { get; init; } = 150;
    public int FacilityConcurrentCalls { get; init; } = 10;
    public int VendorConcurrentCalls { get; init; } = 30;
    public int RetryAfterSeconds { get; init; } = 1;

    /// <summary>The most objects one POST or PUT may carry; more is a 413.</summary>
    public int MaxObjects { get; init; } = 10;

    /// <summary>The largest pageSize.</summary>
    public int MaxPageSize { get; init; } = 20;
    public UnpagedAnswer Unpaged { get; init; } = UnpagedAnswer.FirstPage;

    /// <summary>The longest lastModified window; null takes any.</summary>
    public TimeSpan? MaxWindow { get; init; } = TimeSpan.FromHours(24);

    /// <summary>True when archive lists without a filter answer only the last 24 hours (old behaviour).</summary>
    public bool ArchivesNeedWindow { get; init; }

    /// <summary>True when some lists report TotalRecords 0 though they hold rows, as seen in practice.</summary>
    public bool TotalRecordsAlwaysZero { get; init; }

    /// <summary>False answers the bare array of the printed example.</summary>
    public bool UnitsInEnvelope { get; init; } = true;

    /// <summary>True prints enums as the numbers of the documented examples.</summary>
    public bool EnumsAsNumbers { get; init; }

    public UnauthorizedBody UnauthorizedBody { get; init; } = UnauthorizedBody.Empty;

    /// <summary>The status where a batch name is no unused plant tag in a state that demands one.</summary>
    public int BatchNameNotTagStatus { get; init; } = 401;

    /// <summary>False makes the tag lists answer 401: they are marked premium.</summary>
    public bool TagListsAvailable { get; init; } = true;

    /// <summary>True lets a package go below zero.</summary>
    public bool AllowOversell { get; init; }

    /// <summary>
    /// A package on hold stays in the active list too; only finish, discontinue and transfer leave it.
    /// </summary>
    public bool OnHoldStaysActive { get; init; } = true;

    /// <summary>False lets two plant batches bear one name, to show a client that sends twice.</summary>
    public bool UniqueBatchNames { get; init; } = true;

    /// <summary>Only clones, immature plants and seeds may be planted from a package.</summary>
    public bool OnlyPlantsCanBePlanted { get; init; } = true;

    /// <summary>Every write stays invisible to GETs for so long.</summary>
    public TimeSpan ReadLag { get; init; }

    /// <summary>How many requests the log keeps.</summary>
    public int RequestLogSize { get; init; } = 20_000;
}
