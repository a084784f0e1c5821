namespace Tendril.Server.Platform.Csv;

/// <summary>
/// A spreadsheet takes a cell that begins with one of these for a formula and runs it (CWE-1236). An apostrophe before
/// it makes it text; reading takes the apostrophe away again, so that an export can be imported unchanged.
/// </summary>
public static class CsvSafe
{
    private const string Triggers = "=+-@\t\r\n＝＋－＠";

    public static string Close(string text) => IsFormula(text) || IsClosed(text) ? $"'{text}" : text;

    public static string Open(string cell) => IsClosed(cell) ? cell[1..] : cell;

    private static bool IsFormula(string text) => text.Length > 0 && Triggers.Contains(text[0]);

    // Text that itself looks closed is closed once more, so that Open gives back every text exactly.
    private static bool IsClosed(string text) => text.StartsWith('\'') && (IsFormula(text[1..]) || IsClosed(text[1..]));
}
