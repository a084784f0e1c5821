using System.Diagnostics.CodeAnalysis;

namespace Tendril.Domain;

/// <summary>Gathers everything a decision finds, so that a person sees all mistakes at once.</summary>
public sealed class Checks
{
    private readonly List<Finding> _found = [];

    public IReadOnlyList<Finding> Found => _found;

    public IReadOnlyList<Finding> Warnings => [.. _found.Where(finding => finding.Severity == Severity.Warning)];

    public IReadOnlyList<Finding> Errors => [.. _found.Where(finding => finding.Severity == Severity.Error)];

    public void Add(Finding? finding)
    {
        if (finding is not null) _found.Add(finding);
    }

    public void AddAll(IEnumerable<Finding> findings) => _found.AddRange(findings);

    /// <summary>The value, or the default after noting the problem.</summary>
    public T? Take<T>(Result<T> result)
    {
        if (!result.Refused(out var problem, out var value)) return value;
        _found.Add(problem.AsFinding());
        return default;
    }

    /// <summary>True when anything blocks; the problem speaks with the first error and carries all findings.</summary>
    public bool Refused([NotNullWhen(true)] out Problem? problem)
    {
        var first = _found.Find(finding => finding.Severity == Severity.Error);
        problem = first is null
            ? null
            : new Problem(first.Code, first.Message, first.Field, first.Help) { Findings = Found };
        return problem is not null;
    }
}

/// <summary>Turns a single refusal into a finding beside others.</summary>
public static class ProblemFinding
{
    public static Finding AsFinding(this Problem problem) =>
        Finding.Error(problem.Code, problem.Field ?? "", problem.Message, problem.Help ?? "");
}
