using System.Net.Sockets;
using System.Text.Json;
using Npgsql;
using Tendril.Domain;

namespace Tendril.Server.Platform.Web;

/// <summary>Refusals of requests that cannot be read, and the answer to our own faults.</summary>
public static class RequestProblems
{
    private static readonly ProblemCode TooLarge = new(
        "request.too_large", "The request is larger than this address takes.",
        "Send less at once; files have their own limit.");

    private static readonly ProblemCode NotJson = new(
        "request.not_json", "The body is of another media type than JSON.", "Send Content-Type: application/json.");

    private static readonly ProblemCode Unreadable = new(
        "request.unreadable",
        "The address or the JSON has a wrong form: broken, too deep, a name twice, a missing field or a wrong type.",
        "Compare it with the API description at /swagger.");

    private static readonly ProblemCode Failed = new(
        "server.failed", "Tendril met something it was not made for; nothing was changed.",
        "Try again. If it stays, report the trace id.");

    private static readonly ProblemCode DatabaseAway = new(
        "server.database_away", "The database does not answer at the moment; Tendril brings its own back by itself.",
        "Try again in a moment. If you were saving, look first whether it is there.");

    private static readonly ProblemCode NoSuchMethod = new(
        "request.method_unknown", "The address exists, but not with this method.",
        "Compare it with the API description at /swagger.");

    private static readonly ProblemCode NoSuchAddress = new(
        "request.address_unknown", "The API has no such address.", "Compare it with the API description at /swagger.");

    public static readonly IReadOnlyList<ProblemCode> Codes =
        [TooLarge, NotJson, Unreadable, Failed, DatabaseAway, NoSuchMethod, NoSuchAddress];

    /// <summary>What the framework refuses before a route of ours is reached, with a status and no words.</summary>
    public static Problem? OfBare(int status, HttpRequest request) => status switch
    {
        415 => NotJson.Refuse("The request body must be JSON.", kind: ProblemKind.Unreadable),
        405 => NoSuchMethod.Refuse($"{request.Path} has no {request.Method}.", kind: ProblemKind.Unreadable),
        404 when request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) =>
            NoSuchAddress.Refuse($"There is no {request.Path}.", kind: ProblemKind.Unknown),
        _ => null,
    };

    public static Problem NulInAddress { get; } = Unreadable.Refuse(
        "The address holds the character U+0000, which no text may have.", help: "Remove it.",
        kind: ProblemKind.Unreadable);

    public static Problem DatabaseIsAway { get; } =
        DatabaseAway.Refuse("The database does not answer at the moment.", kind: ProblemKind.Later);

    /// <summary>Whether somewhere below an error the connection to the database was lost or refused.</summary>
    public static bool IsDatabaseAway(Exception broken)
    {
        for (var cause = broken; cause is not null; cause = cause.InnerException)
        {
            if (cause is PostgresException said)
                return said.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
                    or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections;
            if (cause is NpgsqlException { InnerException: IOException or SocketException }) return true;
        }
        return false;
    }

    public static Problem OurFault(string? trace) => Failed.Refuse(
        "Something went wrong on our side; nothing was changed.",
        help: $"Try again. If it stays, report the trace id {trace}.", kind: ProblemKind.Later);

    public static Problem Describe(BadHttpRequestException unreadable) => unreadable switch
    {
        { StatusCode: 413 } => TooLarge.Refuse("The request is too large.", kind: ProblemKind.Unreadable),
        { StatusCode: 415 } => NotJson.Refuse("The request body must be JSON.", kind: ProblemKind.Unreadable),
        { InnerException: JsonException json } => Unreadable.Refuse(
            $"The JSON could not be read{Place(json)}.", FieldOf(json),
            "Check the spelling, the types (numbers without quotes, dates as YYYY-MM-DD) and the required fields.",
            ProblemKind.Unreadable),
        _ => Unreadable.Refuse(
            "The request could not be read: a value in the address or the body has the wrong form.",
            kind: ProblemKind.Unreadable),
    };

    private static string Place(JsonException json) =>
        json.Path is { Length: > 1 } path ? $" at {path}" : json.LineNumber is { } line ? $" (line {line + 1})" : "";

    private static string? FieldOf(JsonException json) => json.Path is { Length: > 2 } path ? path[2..] : null;
}
