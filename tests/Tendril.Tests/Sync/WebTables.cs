using System.Text;
using System.Text.Json;
using Tendril.Sync.Tables;

namespace Tendril.Tests.Sync;

/// <summary>Writes the declarations of the synced tables for the web app's device engine, as TypeScript.</summary>
internal static class WebTables
{
    private const string Head = """
        // auto-generated from src/Tendril.Server/Sync/SyncedTables.cs: change that, then TENDRIL_WRITE_TABLES=1 ./test

        import type { SyncTable } from './tables';


        """;

    public static string Write(SyncTables tables)
    {
        var text = new StringBuilder(Head);
        foreach (var table in tables.InOrder) Row(text, table);
        Line(text, "/** The row of every synced table. */", "export interface SyncedRows {");
        foreach (var table in tables.InOrder) Line(text, $"  readonly {table.Name}: {RowName(table)};");
        Line(text, "}", "", "export type SyncedTableName = keyof SyncedRows;", "",
            "/** In the order in which rows are applied. */",
            "export const syncedTables: readonly (SyncTable & { readonly name: SyncedTableName })[] = [");
        foreach (var table in tables.InOrder) Declaration(text, table);
        Line(text, "];");
        return text.ToString();
    }

    private static void Row(StringBuilder text, SyncTable table)
    {
        Line(text, $"/** A row of `{table.Name}` as on the wire. */", $"export interface {RowName(table)} {{",
            "  readonly id: string;", "  readonly revision: number;");
        foreach (var field in table.Fields)
            Line(text, $"  readonly {field.Name}: {TypeOf(field.Kind)}{(field.Required ? "" : " | null")};");
        Line(text, "}", "");
    }

    private static void Declaration(StringBuilder text, SyncTable table)
    {
        Line(text, "  {", $"    name: '{table.Name}', rank: {table.Rank}, scope: {Word(table.Scope)}, "
            + $"policy: {Word(table.Policy)}, version: {table.Version},", "    fields: [");
        foreach (var field in table.Fields)
            Line(text,
                $"      {{ name: '{field.Name}', kind: {Word(field.Kind)}, policy: {Word(field.Policy)}, "
                + $"required: {Truth(field.Required)}, since: {field.Since},",
                $"        parent: {Text(field.Parent)}, maxLength: {field.MaxLength}, indexed: {Truth(field.Indexed)}, "
                + $"searched: {Truth(field.Searched)}, initial: {Text(field.Initial)} }},");
        Line(text, "    ],", "  },");
    }

    private static string RowName(SyncTable table) => string.Concat(table.Name.Split('_')
        .Select(word => char.ToUpperInvariant(word[0]) + word[1..])) + "Row";

    private static string TypeOf(FieldKind kind) => kind switch
    {
        FieldKind.WholeNumber => "number",
        FieldKind.Boolean => "boolean",
        FieldKind.TextSet => "readonly string[]",
        _ => "string",
    };

    private static string Word(Enum value) => $"'{JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString())}'";

    private static string Truth(bool value) => value ? "true" : "false";

    private static string Text(string? value) => value is null ? "null"
        : $"'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    // Line ends are those of the repository, on every machine.
    private static void Line(StringBuilder text, params string[] lines)
    {
        foreach (var line in lines) text.Append(line).Append('\n');
    }
}
