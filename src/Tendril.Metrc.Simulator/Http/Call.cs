using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tendril.Metrc.Simulator.Faults;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Metrc.Simulator.Http;

/// <summary>One request that found its route, as a handler sees it; handlers run under the state's gate.</summary>
internal sealed class Call
{
    internal required SimulatorState State { get; init; }
    internal required SimulatorOptions Options { get; init; }
    internal required Route Route { get; init; }
    internal required UserKey User { get; init; }
    internal required Weather Weather { get; init; }
    internal required IQueryCollection Query { get; init; }

    /// <summary>The id or label of the path.</summary>
    internal string? PathValue { get; init; }
    internal JsonDocument? Body { get; init; }

    /// <summary>Null where the route takes no licence or none was given.</summary>
    internal Facility? Facility { get; set; }

    /// <summary>Stamps and "today" of this request; a clock fault moves it.</summary>
    internal required DateTimeOffset Now { get; init; }

    /// <summary>What a reader may see by now; not moved by a clock fault.</summary>
    internal required DateTimeOffset SeenAt { get; init; }

    internal Facility Here => Facility
        ?? throw new InvalidOperationException($"{Route.Path} needs a licence but does not say so.");

    internal DateOnly Today => Here.Today(Now);

    internal long? PathId => long.TryParse(PathValue, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        ? id
        : null;
}
