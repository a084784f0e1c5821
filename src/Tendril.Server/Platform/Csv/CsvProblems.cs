using Tendril.Domain;

namespace Tendril.Server.Platform.Csv;

/// <summary>What can be wrong with an uploaded table.</summary>
public static class CsvProblems
{
    public static readonly ProblemCode NoFile = new(
        "import.no_file",
        "The request holds no file.",
        "Send the file as multipart/form-data in the field \"file\", or its text with Content-Type: text/csv.");

    public static readonly ProblemCode BrokenForm = new(
        "import.broken_form",
        "The multipart form could not be read: its boundary is missing, or it ended too early.",
        "Send the form again; let the program that sends it set Content-Type with its boundary.");

    public static readonly ProblemCode NotText = new(
        "import.not_text",
        "The file is not text in UTF-8 (or UTF-16 with its mark), so that letters would be garbled.",
        "Save it from the spreadsheet as \"CSV UTF-8 (comma delimited)\".");

    public static readonly ProblemCode Empty = new(
        "import.empty", "The file has no header line or no rows.",
        "The first line names the columns, each further line is one row.");

    public static readonly ProblemCode ColumnMissing = new(
        "import.column_missing", "A column that every row needs is not in the header line.",
        "Add the column named in the message.");

    public static readonly ProblemCode ColumnTwice = new(
        "import.column_twice", "Two columns of the header mean the same field.", "Remove or rename one of them.");

    public static readonly ProblemCode TooManyRows = new(
        "import.too_many_rows", "The file has more rows than one import takes.", "Split the file.");

    public static readonly ProblemCode BrokenRow = new(
        "import.broken_row",
        "A row has more cells than the header, or a quotation mark that does not end.",
        "Check quotation marks: a cell with a comma, a line break or a quotation mark stands in quotation marks.");

    public static readonly ProblemCode NotANumber = new(
        "import.not_a_number", "A cell should hold a number.", "Write digits only, such as 12 or 18.5.");

    public static readonly ProblemCode NotADate = new(
        "import.not_a_date", "A cell should hold a date.", "Write 2026-01-31; 1/31/2026 is read as month, day, year.");

    public static readonly ProblemCode NotYesNo = new(
        "import.not_yes_no", "A cell should say yes or no.", "Write yes or no.");

    public static readonly ProblemCode TwiceInFile = new(
        "import.twice_in_file", "Two rows of the file are about the same thing.", "Keep one of the two rows.");

    public static readonly ProblemCode RowsRefused = new(
        "import.rows_refused",
        "Some rows are wrong, and an import takes all rows or none.",
        "Mend the rows that are listed and send the file again; nothing was saved.");

    public static readonly IReadOnlyList<ProblemCode> Codes =
    [
        NoFile, BrokenForm, NotText, Empty, ColumnMissing, ColumnTwice, TooManyRows, BrokenRow, NotANumber, NotADate,
        NotYesNo,
        TwiceInFile, RowsRefused,
    ];
}
