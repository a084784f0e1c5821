import type { BindableValue } from '@sqlite.org/sqlite-wasm';
import { readField, setText } from '../fieldText';
import type { PulledRow } from '../reapply';
import { serverTable } from '../schema';
import type { Json, SyncField, SyncTable, Values } from '../tables';
import { outboxOf } from './outboxTable';
import type { SqlRow, Store, StoredValue } from './store';

/** A row with its place in the history. */
export interface StoredRow {
  readonly revision: number;
  readonly values: Values;
}

/** The canonical text of a stored value. */
function textOf(field: SyncField, value: StoredValue | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (field.kind === 'boolean') return Number(value) === 0 ? 'false' : 'true';
  if (field.kind === 'whole_number') return String(value);
  if (field.kind === 'text_set') return setText(JSON.parse(String(value)) as string[]);
  return textOfJson(field, String(value));
}

/** The canonical text of a value on the wire; what a newer server means by it is kept as it came. */
export function textOfJson(field: SyncField, json: Json): string | null {
  if (json === null) return null;
  const read = readField(field, json);
  if (read.ok) return read.text;
  return typeof json === 'string' ? json : JSON.stringify(json);
}

function sqlOf(field: SyncField, text: string | null | undefined): BindableValue {
  if (text === null || text === undefined) return null;
  if (field.kind === 'boolean') return text === 'true' ? 1 : 0;
  return field.kind === 'whole_number' ? Number(text) : text;
}

export const valuesOf = (table: SyncTable, row: SqlRow): Values =>
  Object.fromEntries(table.fields.map((field) => [field.name, textOf(field, row[field.name])]));

/** The values of a row in a frame, whose fields stand in the order of the header. */
export function valuesOfWire(table: SyncTable, names: readonly string[], row: readonly Json[]): Values {
  return Object.fromEntries(
    table.fields.map((field) => {
      const place = names.indexOf(field.name);
      return [field.name, place < 0 ? field.initial : textOfJson(field, row[place] ?? null)];
    }),
  );
}

/** The row as the screens see it. */
export function screenRow(store: Store, table: SyncTable, id: string): StoredRow | null {
  const row = store.one(`SELECT * FROM ${table.name} WHERE id = ?`, [id]);
  return row ? { revision: Number(row['revision']), values: valuesOf(table, row) } : null;
}

/** The last row of the server, below unsent work. */
export function serverRow(store: Store, table: SyncTable, id: string): (StoredRow & PulledRow) | null {
  const row = store.one(`SELECT * FROM ${serverTable(table)} WHERE id = ?`, [id]);
  if (!row) return null;
  return { revision: Number(row['revision']), values: valuesOf(table, row), deleted: row['deleted'] === 1 };
}

function put(store: Store, name: string, table: SyncTable, id: string, row: StoredRow, gone?: boolean): void {
  const names = ['id', 'revision', ...table.fields.map((field) => field.name)];
  const values = [id, row.revision, ...table.fields.map((field) => sqlOf(field, row.values[field.name]))];
  if (gone !== undefined) {
    names.push('deleted');
    values.push(gone ? 1 : 0);
  }
  const quoted = names.map((one) => `"${one}"`);
  store.run(
    `INSERT INTO ${name} (${quoted.join(', ')}) VALUES (${quoted.map(() => '?').join(', ')})
      ON CONFLICT (id) DO UPDATE SET ${quoted
        .slice(1)
        .map((one) => `${one} = excluded.${one}`)
        .join(', ')}`,
    values,
  );
}

export const putServerRow = (store: Store, table: SyncTable, id: string, row: StoredRow & PulledRow) =>
  put(store, serverTable(table), table, id, row, row.deleted);

/** Before the first work that touches a row: keeps apart what the server has, for it is about to be covered. */
export function keepServerRow(store: Store, table: SyncTable, id: string): void {
  const row = screenRow(store, table, id);
  if (row && outboxOf(store, table.name, id).length === 0)
    putServerRow(store, table, id, { ...row, deleted: false });
}

/** Shows the row as its work makes it; null: there is none. */
export function showRow(store: Store, table: SyncTable, id: string, values: Values | null): void {
  if (values === null) store.run(`DELETE FROM ${table.name} WHERE id = ?`, [id]);
  else {
    const revision = store.count(`SELECT revision FROM ${serverTable(table)} WHERE id = ?`, [id]);
    put(store, table.name, table, id, { revision, values });
  }
  store.touch(table.name);
}

/** A row whose work is over is the server's row again. */
export function uncoverRow(store: Store, table: SyncTable, id: string): void {
  const pulled = serverRow(store, table, id);
  showRow(store, table, id, pulled && !pulled.deleted ? pulled.values : null);
  store.run(`DELETE FROM ${serverTable(table)} WHERE id = ?`, [id]);
}
