using System.Diagnostics.CodeAnalysis;

namespace Tendril.Domain;

/// <summary>Either a value or the problem that kept it from being made.</summary>
public readonly struct Result<T>
{
    private readonly T? _value;
    private readonly Problem? _problem;

    private Result(T? value, Problem? problem) => (_value, _problem) = (value, problem);

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Problem problem) => new(default, problem);

    /// <summary>
    /// A value; needed where <typeparamref name="T"/> is an interface and the implicit conversion cannot apply.
    /// </summary>
    public static Result<T> Of(T value) => new(value, null);

    /// <summary>True when refused; then <paramref name="problem"/> is set, else <paramref name="value"/>.</summary>
    public bool Refused([NotNullWhen(true)] out Problem? problem, [NotNullWhen(false)] out T? value)
    {
        problem = _problem;
        value = _value;
        return problem is not null;
    }
}
