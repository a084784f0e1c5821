using System.Text.Json;
using Tendril.Domain;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;

namespace Tendril.Server.Modules.Telemetry;

/// <summary>Counts how the sync does, of those who agreed, and shows it to the organisation's administrators.</summary>
public static class TelemetryModule
{
    private const int MostEvents = 500;

    /// <param name="Version">Of the text that holds now.</param>
    public sealed record ConsentList(int Version, IReadOnlyList<ConsentView> Items);

    /// <param name="Granted">Yes or no.</param>
    /// <param name="Version">Of the text that the person read.</param>
    public sealed record DecideRequest(bool Granted, int Version);

    /// <param name="Events">At most 500, each of a form that is listed in docs/telemetry.md.</param>
    public sealed record StoreRequest(IReadOnlyList<JsonElement> Events);

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<DailyPseudonym>();
        services.AddSingleton<TelemetryBook>();
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        var telemetry = app.MapGroup("/api/telemetry").WithTags("Telemetry");
        telemetry.MapGet("/consents", ReadAsync).NeedsSignIn()
            .WithSummary("What you let be counted").Produces<ConsentList>();
        telemetry.MapPut("/consents/{purpose}", DecideAsync).NeedsSignIn()
            .WithSummary("Agree to a purpose, or take it back: then what was counted for it is deleted")
            .Produces<ConsentList>();
        telemetry.MapPost("/events", StoreAsync).NeedsSignIn()
            .WithSummary("Send what a device counted; only while its person agrees").Produces(204);
        telemetry.MapGet("/", GetTelemetry.HandleAsync).Needs("telemetry:view")
            .WithSummary("What was counted in the last thirty days, in sums").Produces<TelemetryFigures>();
    }

    private static async Task<IResult> ReadAsync(Caller caller, TelemetryBook book, CancellationToken cancel) =>
        TypedResults.Ok(new ConsentList(TelemetryBook.Version, await book.ConsentsAsync(caller, cancel)));

    private static async Task<IResult> DecideAsync(
        string purpose, DecideRequest request, Caller caller, TelemetryBook book, CancellationToken cancel)
    {
        if (!TelemetryEvent.Purposes.Contains(purpose))
            return ProblemResults.From(TelemetryProblems.PurposeUnknown.Refuse(
                "There is no such purpose", "purpose", kind: ProblemKind.Unknown));
        // A no needs no reading: it is as easy to take back as it was to give.
        if (request.Granted && request.Version != TelemetryBook.Version)
            return ProblemResults.From(TelemetryProblems.VersionOld.Refuse("The text is another one now", "version"));
        return TypedResults.Ok(new ConsentList(
            TelemetryBook.Version, await book.DecideAsync(caller, purpose, request.Granted, cancel)));
    }

    private static async Task<IResult> StoreAsync(
        StoreRequest request, Caller caller, TelemetryBook book, CancellationToken cancel)
    {
        if (request.Events.Count > MostEvents)
            return ProblemResults.From(TelemetryProblems.TooMany.Refuse("Too many events", "events"));
        List<TelemetryEvent> events = [];
        for (var place = 0; place < request.Events.Count; place++)
        {
            if (TelemetryEvent.Read(request.Events[place], $"events[{place}]").Refused(out var problem, out var one))
                return ProblemResults.From(problem);
            events.Add(one);
        }
        return await book.StoreAsync(caller, events, cancel) is { } refused
            ? ProblemResults.From(refused) : TypedResults.NoContent();
    }
}
