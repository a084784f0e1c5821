using System.Globalization;
using System.Text.Json;
using Npgsql;
using Tendril.Sync.Merge;
using Tendril.Sync.Tables;

namespace Tendril.Sync.Postgres;

/// <summary>Reads the rows of <see cref="TableSql.Read"/>.</summary>
internal static class RowReader
{
    private const int FirstField = 6;

    private static readonly Dictionary<string, long> NeverEdited = [];

    private static readonly Dictionary<string, Guid> ByNobody = [];

    public static SyncedRow Read(NpgsqlDataReader reader, SyncTable table)
    {
        var values = new string?[table.Fields.Count];
        for (var i = 0; i < values.Length; i++) values[i] = Value(reader, FirstField + i, table.Fields[i].Kind);
        var (edited, editors) = (reader.GetString(4), reader.GetString(5));
        return new SyncedRow(reader.GetGuid(0))
        {
            Revision = reader.GetInt64(1),
            CreatedAt = new DateTimeOffset(reader.GetDateTime(2)).ToUnixTimeMilliseconds(),
            Deleted = reader.GetBoolean(3),
            EditedAt = edited == "{}" ? NeverEdited : JsonSerializer.Deserialize<Dictionary<string, long>>(edited)!,
            EditedBy = editors == "{}" ? ByNobody : JsonSerializer.Deserialize<Dictionary<string, Guid>>(editors)!,
            Values = values,
        };
    }

    /// <summary>One value as its canonical text.</summary>
    public static string? Value(NpgsqlDataReader reader, int column, FieldKind kind)
    {
        if (reader.IsDBNull(column)) return null;
        return kind switch
        {
            FieldKind.Text => reader.GetString(column),
            FieldKind.Uuid => FieldText.Of(reader.GetGuid(column)),
            FieldKind.WholeNumber => Whole(reader, column).ToString(CultureInfo.InvariantCulture),
            FieldKind.DecimalNumber => FieldText.Of(reader.GetDecimal(column)),
            FieldKind.Boolean => reader.GetBoolean(column) ? "true" : "false",
            FieldKind.Date => FieldText.Of(reader.GetFieldValue<DateOnly>(column)),
            FieldKind.Moment => FieldText.Of(new DateTimeOffset(reader.GetDateTime(column))),
            _ => FieldText.Of(JsonSerializer.Deserialize<string[]>(reader.GetString(column))!),
        };
    }

    private static long Whole(NpgsqlDataReader reader, int column) =>
        reader.GetFieldType(column) == typeof(int) ? reader.GetInt32(column) : reader.GetInt64(column);
}
