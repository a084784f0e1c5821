using System.Text.Json.Serialization;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>A row or list that did not make it, and why.</summary>
/// <param name="Key">The row's label, name or id, or the list.</param>
public sealed record PullError(string Key, string Message);

/// <summary>What one run of one type has done so far.</summary>
public sealed class PullCounters
{
    // Thousands of equal errors tell no more than the first ones.
    private const int MostErrors = 200;
    private readonly List<PullError> errors = [];

    public int Processed { get; set; }

    public int Created { get; set; }

    public int Updated { get; set; }

    public int Failed { get; private set; }

    public int Conflicts { get; set; }

    public int Gone { get; set; }

    /// <summary>How many rows Metrc counted in the lists read so far.</summary>
    public int Total { get; set; }

    public IReadOnlyList<PullError> Errors => errors;

    public void Fail(string key, string message)
    {
        Failed++;
        Note(key, message);
    }

    /// <summary>An error that is not one of a row.</summary>
    public void Note(string key, string message)
    {
        // A zero character may stand in what Metrc sent, and in no text of the database.
        if (errors.Count < MostErrors) errors.Add(new PullError(key.Replace('\0', '\uFFFD'), message));
    }
}

/// <summary>The numbers of one type, as kept in the sync log and answered by the API.</summary>
public sealed record PullNumbers(
    string SyncType, int Processed, int Created, int Updated, int Failed, int Conflicts, int Gone,
    IReadOnlyList<PullError> Errors);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<PullError>))]
[JsonSerializable(typeof(IReadOnlyList<PullNumbers>))]
internal sealed partial class PullJson : JsonSerializerContext;
