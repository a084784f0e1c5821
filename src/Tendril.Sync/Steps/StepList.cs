using System.Collections.Frozen;
using Npgsql;
using Tendril.Sync.Postgres;

namespace Tendril.Sync.Steps;

/// <summary>The steps and rules that an installation knows; the same list goes to the server and to devices.</summary>
public sealed class StepList
{
    private readonly FrozenDictionary<string, IStep> _steps;
    private readonly FrozenDictionary<string, IEditRule> _rules;

    public static StepList None { get; } = new([], []);

    /// <exception cref="ArgumentException">Two steps have one name, or two rules one table.</exception>
    public StepList(IReadOnlyList<IStep> steps, IReadOnlyList<IEditRule> rules)
    {
        All = steps;
        _steps = steps.ToDictionary(step => step.Name, StringComparer.Ordinal).ToFrozenDictionary(
            StringComparer.Ordinal);
        _rules = rules.ToDictionary(rule => rule.Table, StringComparer.Ordinal).ToFrozenDictionary(
            StringComparer.Ordinal);
    }

    public IReadOnlyList<IStep> All { get; }

    public IStep? Find(string name) => _steps.GetValueOrDefault(name);

    /// <summary>The rule for plain edits of a table.</summary>
    public IEditRule? RuleOf(string table) => _rules.GetValueOrDefault(table);
}

/// <summary>Does what steps mean for tables that devices do not hold.</summary>
public interface IStepEffects
{
    /// <summary>Runs after the rows of a push were written, in the same transaction.</summary>
    Task RunAsync(
        NpgsqlConnection connection, SyncCaller caller, IReadOnlyList<object> effects, CancellationToken cancel);
}
