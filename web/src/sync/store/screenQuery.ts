import type { BindableValue } from '@sqlite.org/sqlite-wasm';
import { jsonOf } from '../fieldText';
import type { OperationResult } from '../operation';
import { searchTable } from '../schema';
import { fieldOf, type Json, type SyncTable } from '../tables';
import { valuesOf } from './rowTable';
import type { SqlRow, Store, StoredValue } from './store';

export interface Condition {
  readonly field: string;
  readonly is: 'equal' | 'not_equal' | 'at_least' | 'at_most' | 'one_of';
  readonly value: Json;
}

/** What a screen wants to see of one table. Names are checked against the declarations; values are only ever bound. */
export interface ScreenQuery {
  readonly table: string;
  readonly where?: readonly Condition[];
  /** Words that all must occur, the last one perhaps only begun. */
  readonly search?: string;
  readonly order?: readonly { readonly field: string; readonly down?: boolean }[];
  readonly limit?: number;
  readonly offset?: number;
}

/**
 * `pending`: saved on this device only. `sent`: on its way. `confirmed`: on the server. `conflict`: another person's
 * edit met this one. `parked`: the server refused it; a person must look.
 */
export type RowStatus = 'pending' | 'sent' | 'confirmed' | 'conflict' | 'parked';

export interface ScreenRow {
  readonly id: string;
  readonly revision: number;
  readonly values: Readonly<Record<string, Json>>;
  readonly status: RowStatus;
  /** Why it is parked. */
  readonly refusal?: Pick<OperationResult, 'code' | 'message' | 'help' | 'field'>;
}

export interface ScreenAnswer {
  readonly rows: readonly ScreenRow[];
  /** How many there are without `limit`. */
  readonly total: number;
}

const signs = { equal: 'IS', not_equal: 'IS NOT', at_least: '>=', at_most: '<=' } as const;
const mostRows = 10_000;

function columnOf(table: SyncTable, name: string): string {
  if (name !== 'id' && name !== 'revision' && !fieldOf(table, name))
    throw new Error(`The table ${table.name} has no field ${name}`);
  return `t."${name}"`;
}

const bound = (value: Json): BindableValue =>
  typeof value === 'boolean'
    ? value
      ? 1
      : 0
    : typeof value === 'object' && value !== null
      ? JSON.stringify(value)
      : value;

function conditionSql(table: SyncTable, { field, is, value }: Condition, bind: BindableValue[]): string {
  bind.push(bound(value));
  const column = columnOf(table, field);
  return is === 'one_of' ? `${column} IN (SELECT value FROM json_each(?))` : `${column} ${signs[is]} ?`;
}

/** Each word as a text of its own, so that what a person types is never read as an operator. */
export const searchText = (words: string): string =>
  words
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word, place, all) => `"${word.replaceAll('"', '""')}"${place === all.length - 1 ? '*' : ''}`)
    .join(' ');

/** Reads what a screen wants, each row with its status. */
export function readScreen(store: Store, query: ScreenQuery): ScreenAnswer {
  const table = store.table(query.table);
  if (!table) throw new Error(`There is no table ${query.table} on this device`);
  const bind: BindableValue[] = [];
  const where = (query.where ?? []).map((one) => conditionSql(table, one, bind));
  const words = searchText(query.search ?? '');
  if (words !== '') {
    if (!table.fields.some((field) => field.searched)) throw new Error(`${table.name} has nothing to search`);
    const search = searchTable(table);
    where.push(`t.rowid IN (SELECT rowid FROM ${search} WHERE ${search} MATCH ?)`);
    bind.push(words);
  }
  const filter = where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`;
  const order = [...(query.order ?? []), { field: 'id', down: false }]
    .map(({ field, down }) => `${columnOf(table, field)}${down ? ' DESC' : ''}`)
    .join(', ');
  const limit = Math.min(query.limit ?? mostRows, mostRows);
  const rows = store.all(
    `SELECT t.*, ${statusSql(table)} FROM ${table.name} AS t${filter} ORDER BY ${order} LIMIT ? OFFSET ?`,
    [...bind, limit, query.offset ?? 0],
  );
  const total =
    rows.length < limit && !query.offset
      ? rows.length
      : store.count(`SELECT count(*) FROM ${table.name} AS t${filter}`, bind);
  return { rows: rows.map((row) => shown(table, row)), total };
}

const statusSql = ({ name }: SyncTable) => {
  const work = `outbox_touches AS x JOIN outbox AS o ON o.seq = x.seq
    WHERE x.table_name = '${name}' AND x.row_id = t.id`;
  return `(SELECT group_concat(DISTINCT o.state) FROM ${work}) AS work_states,
    (SELECT o.result FROM ${work} AND o.state = 'parked' ORDER BY o.seq LIMIT 1) AS work_refusal,
    EXISTS (SELECT 1 FROM conflicts AS c
      WHERE c.row_id = t.id AND c.table_name = '${name}' AND c.status = 'open') AS has_conflict`;
};

function shown(table: SyncTable, row: SqlRow): ScreenRow {
  const values = valuesOf(table, row);
  const refusal = row['work_refusal'];
  return {
    id: String(row['id']),
    revision: Number(row['revision']),
    values: Object.fromEntries(
      table.fields.map((field) => [field.name, jsonOf(field.kind, values[field.name] ?? null)]),
    ),
    status: statusOf(row['work_states'], row['has_conflict']),
    ...(typeof refusal === 'string' ? { refusal: refusalOf(JSON.parse(refusal) as OperationResult) } : {}),
  };
}

const refusalOf = ({ code, message, help, field }: OperationResult) => ({
  ...(code === undefined ? {} : { code }),
  ...(message === undefined ? {} : { message }),
  ...(help === undefined ? {} : { help }),
  ...(field === undefined ? {} : { field }),
});

/** What needs a person comes first. */
function statusOf(states: StoredValue | undefined, conflict: StoredValue | undefined): RowStatus {
  const work = typeof states === 'string' ? states.split(',') : [];
  if (work.includes('parked')) return 'parked';
  if (conflict === 1) return 'conflict';
  if (work.includes('waiting')) return 'pending';
  return work.includes('sent') ? 'sent' : 'confirmed';
}
