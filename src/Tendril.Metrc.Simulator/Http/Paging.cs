using System.Globalization;
using System.Text;
using System.Text.Json;
using Tendril.Metrc.Simulator.Faults;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Metrc.Simulator.Http;

/// <summary>Writes one row as Metrc prints it.</summary>
internal delegate void RowWriter<in T>(Utf8JsonWriter writer, T row, Call call);

/// <summary>
/// A list call of a table: its name, which rows belong, how they are written, and whether it takes a window.
/// </summary>
internal sealed record Listing<T>(string Name, Func<T, bool> Belongs, RowWriter<T> Write, bool Windowed = true)
    where T : Row;

/// <summary>Pages with Metrc's envelope: 1-based, at most 20, ordered by LastModified.</summary>
internal static class Paging
{
    private sealed record Page(int Number, int Size, int Total);

    internal static Reply Of<T>(Call call, Table<T> table, Listing<T> listing) where T : Row
    {
        var window = ModifiedWindow.Read(call, listing, out var refusal);
        if (refusal is not null) return refusal;
        var rows = table.List(call.Here.Id, listing.Name, listing.Belongs, call.SeenAt);
        rows = Inside(rows, window);
        if (Read(call, rows.Length, out var page) is { } unreadable) return unreadable;

        var from = (int)Math.Min((page.Number - 1L) * page.Size, rows.Length);
        if (from > 0 && call.Weather.Of(SimulatorFault.DuplicateRow) is not null)
            (from, page) = (from - 1, page with { Total = page.Total + 1 });
        var shown = rows[from..Math.Min(from + page.Size, rows.Length)];
        var json = new byte[shown.Length][];
        for (var i = 0; i < shown.Length; i++) json[i] = Rendered(call, shown[i], listing.Write);
        if (shown.Length > 0 && call.Weather.Of(SimulatorFault.PageDrift) is not null) Drift(call, table, shown[0].Row);
        return Envelope(call, json, page);
    }

    /// <summary>A short list that never changes.</summary>
    internal static Reply Of<T>(Call call, IReadOnlyList<T> rows, RowWriter<T> write)
    {
        if (Read(call, rows.Count, out var page) is { } unreadable) return unreadable;
        var shown = rows.Skip((int)Math.Min((page.Number - 1L) * page.Size, rows.Count)).Take(page.Size);
        return Envelope(call, shown.Select(row => Reply.Render(w => write(w, row, call))).ToArray(), page);
    }

    /// <summary>The row's JSON, kept until the row or the catalogue it mentions changes.</summary>
    internal static byte[] Rendered<T>(Call call, Version<T> version, RowWriter<T> write) where T : Row
    {
        if (version.Json is { } kept && version.JsonRevision == call.State.CatalogueRevision) return kept;
        version.JsonRevision = call.State.CatalogueRevision;
        return version.Json = Reply.Render(w => write(w, version.Row, call));
    }

    private static Reply? Read(Call call, int total, out Page page)
    {
        page = new Page(1, 1, 0);
        if (!Positive(call, "pageNumber", out var number)) return Reply.Message(400, "pageNumber must be 1 or more.");
        if (!Positive(call, "pageSize", out var size) || size > call.Options.MaxPageSize)
            return Reply.Message(400, $"pageSize must be between 1 and {call.Options.MaxPageSize}.");
        var otherwise = call.Options.Unpaged == UnpagedAnswer.FirstPage ? call.Options.MaxPageSize : Math.Max(total, 1);
        page = new Page(number ?? 1, size ?? otherwise, total);
        return null;
    }

    private static bool Positive(Call call, string name, out int? number)
    {
        number = null;
        if (call.Query[name] is not [{ Length: > 0 } text]) return true;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given) || given < 1)
            return false;
        number = given;
        return true;
    }

    private static ReadOnlySpan<Version<T>> Inside<T>(ReadOnlySpan<Version<T>> rows, ModifiedWindow window)
        where T : Row
    {
        var first = FirstWhere(rows, at => at >= window.From);
        var end = FirstWhere(rows, at => at > window.To);
        return rows[first..Math.Max(first, end)];
    }

    /// <summary>The index of the first row whose LastModified passes; the rows are in that order.</summary>
    private static int FirstWhere<T>(ReadOnlySpan<Version<T>> rows, Func<DateTimeOffset, bool> passes) where T : Row
    {
        var (low, high) = (0, rows.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (passes(rows[middle].Row.LastModified)) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    private static Reply Envelope(Call call, byte[][] rows, Page page)
    {
        var reported = call.Options.TotalRecordsAlwaysZero ? 0 : page.Total;
        var tail = Encoding.ASCII.GetBytes(
            $"],\"Total\":{page.Total},\"TotalRecords\":{reported},\"PageSize\":{page.Size},"
            + $"\"RecordsOnPage\":{rows.Length},\"Page\":{page.Number},\"CurrentPage\":{page.Number},"
            + $"\"TotalPages\":{(page.Total + page.Size - 1) / page.Size}}}");
        var head = "{\"Data\":["u8;
        var body = new byte[head.Length + rows.Sum(r => r.Length) + Math.Max(0, rows.Length - 1) + tail.Length];
        head.CopyTo(body);
        var at = head.Length;
        for (var i = 0; i < rows.Length; i++)
        {
            if (i > 0) body[at++] = (byte)',';
            rows[i].CopyTo(body, at);
            at += rows[i].Length;
        }
        tail.CopyTo(body, at);
        return Reply.Json(body);
    }

    /// <summary>
    /// Someone changes a row while the client pages: it moves to the end and every later row one forward.
    /// </summary>
    private static void Drift<T>(Call call, Table<T> table, Row row) where T : Row =>
        table.Put((T)(row with { LastModified = call.Now }));
}
