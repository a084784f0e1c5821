using System.Text.Json;
using Tendril.Metrc.Wire;

namespace Tendril.Metrc;

/// <summary>
/// A write as it will be sent, byte for byte, so that it can be stored before it is sent and hashed as evidence.
/// </summary>
public sealed record MetrcWrite
{
    private MetrcWrite(MetrcEndpoint call, string json, int rows) => (Call, Json, Rows) = (call, json, rows);

    public MetrcEndpoint Call { get; }

    /// <summary>The body: a JSON array of objects.</summary>
    public string Json { get; }

    /// <summary>How many objects it holds, and so how many ids are expected back.</summary>
    public int Rows { get; }

    /// <summary>Writes typed rows.</summary>
    public static MetrcWrite Create<T>(MetrcCreateOf<T> call, params IReadOnlyList<T> rows)
        where T : class =>
        new(call, JsonSerializer.Serialize(rows, typeof(IReadOnlyList<T>), MetrcJson.Default), rows.Count);

    /// <summary>Takes up a write that was stored as JSON; it is sent exactly as it stands.</summary>
    /// <param name="name">The call's name in <see cref="MetrcApi"/>.</param>
    /// <param name="json">What <see cref="Json"/> was.</param>
    /// <exception cref="ArgumentException">No such call, or the JSON is not an array of objects.</exception>
    public static MetrcWrite FromJson(string name, string json)
    {
        var call = MetrcApi.All.SingleOrDefault(one => one.Name == name && one.Method != "GET")
            ?? throw new ArgumentException($"there is no write called '{name}'", nameof(name));
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Array
                && root.EnumerateArray().All(row => row.ValueKind == JsonValueKind.Object))
                return new MetrcWrite(call, json, root.GetArrayLength());
        }
        catch (JsonException broken)
        {
            throw new ArgumentException("must be JSON", nameof(json), broken);
        }
        throw new ArgumentException("must be an array of objects", nameof(json));
    }
}
