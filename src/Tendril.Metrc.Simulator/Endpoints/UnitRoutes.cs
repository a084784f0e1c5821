using System.Text.Json;
using Tendril.Metrc.Simulator.Http;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Metrc.Simulator.Endpoints;

internal static class UnitRoutes
{
    internal static readonly IReadOnlyList<Route> All =
    [
        new("GET", "/unitsofmeasure/v2/active", call => List(call, Units.Active)) { Licence = LicenceNeed.None },
        new("GET", "/unitsofmeasure/v2/inactive", call => List(call, Units.Inactive)) { Licence = LicenceNeed.None },
    ];

    private static Reply List(Call call, IReadOnlyList<Unit> units) => call.Options.UnitsInEnvelope
        ? Paging.Of(call, units, static (w, unit, call) => Write(w, unit, call))
        : Reply.Json(w =>
        {
            w.WriteStartArray();
            foreach (var unit in units) Write(w, unit, call);
            w.WriteEndArray();
        });

    private static void Write(Utf8JsonWriter w, Unit unit, Call call)
    {
        w.WriteStartObject();
        w.Word("QuantityType", unit.QuantityType, call, ItemJson.QuantityTypeNumber(unit.QuantityType));
        w.WriteString("Name", unit.Name);
        w.WriteString("Abbreviation", unit.Abbreviation);
        w.WriteEndObject();
    }
}
