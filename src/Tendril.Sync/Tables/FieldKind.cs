namespace Tendril.Sync.Tables;

/// <summary>What a field holds. On the wire and in a merge every value has one canonical text.</summary>
public enum FieldKind
{
    /// <summary>Any text; a JSON string.</summary>
    Text,
    /// <summary>An id; a JSON string of 36 lower-case characters.</summary>
    Uuid,
    /// <summary>A whole number of 53 bits, so that a browser reads it exactly; a JSON number.</summary>
    WholeNumber,
    /// <summary>
    /// An exact decimal of at most 28 digits; a JSON string without exponent, leading plus or trailing zeros.
    /// </summary>
    DecimalNumber,
    /// <summary>True or false; a JSON boolean.</summary>
    Boolean,
    /// <summary>A day without a zone; a JSON string <c>yyyy-MM-dd</c>.</summary>
    Date,
    /// <summary>A moment in UTC, to the millisecond; a JSON string <c>yyyy-MM-ddTHH:mm:ss.fffZ</c>.</summary>
    Moment,
    /// <summary>A set of texts, sorted and each once; a JSON array of strings.</summary>
    TextSet,
}
