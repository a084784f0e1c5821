namespace Tendril.Metrc.Simulator.Http;

/// <summary>How a route is tied to a licence.</summary>
internal enum LicenceNeed { None, Required, Optional }

/// <summary>One documented call and what guards it.</summary>
internal sealed record Route(string Method, string Path, Func<Call, Reply> Handle)
{
    private readonly string[] _segments = Path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    internal LicenceNeed Licence { get; init; } = LicenceNeed.Required;

    /// <summary>The permissions a user key must hold, all of them.</summary>
    internal IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>Any one of <see cref="Needs"/> is enough.</summary>
    internal bool AnyIsEnough { get; init; }

    /// <summary>The FacilityType flag without which the call is a 401.</summary>
    internal string? Flag { get; init; }

    /// <summary>The property names it reads of each posted object.</summary>
    internal IReadOnlyList<string> Reads { get; init; } = [];

    /// <summary>
    /// Matches without case; a trailing slash is welcome. <c>{id}</c> takes digits, <c>{label}</c> the rest.
    /// </summary>
    internal bool Matches(ReadOnlySpan<string> segments, out string? value)
    {
        value = null;
        if (segments.Length != _segments.Length) return false;
        for (var i = 0; i < segments.Length; i++)
        {
            if (_segments[i][0] != '{')
            {
                if (!segments[i].Equals(_segments[i], StringComparison.OrdinalIgnoreCase)) return false;
                continue;
            }
            if (_segments[i] == "{id}" && !segments[i].All(char.IsAsciiDigit)) return false;
            value = segments[i];
        }
        return true;
    }
}
