import type { Operation, OperationResult } from '../operation';
import { append, type Outbox, type OutboxEntry, type OutboxState } from '../outbox';
import type { SqlRow, Store } from './store';

/** One row of one table. */
export interface RowName {
  readonly table: string;
  readonly row: string;
}

const columns = 'seq, id, group_id, state, bytes, operation, result';

function entryOf(row: SqlRow): OutboxEntry {
  const [group, result] = [row['group_id'], row['result']];
  return {
    seq: Number(row['seq']),
    id: String(row['id']),
    ...(typeof group === 'string' ? { group } : {}),
    state: row['state'] as OutboxState,
    bytes: Number(row['bytes']),
    operation: JSON.parse(String(row['operation'])) as Operation,
    ...(typeof result === 'string' ? { result: JSON.parse(result) as OperationResult } : {}),
  };
}

export const wholeOutbox = (store: Store): Outbox =>
  store.all(`SELECT ${columns} FROM outbox ORDER BY seq`).map(entryOf);

export const stepsIn = (store: Store): Outbox =>
  store
    .all(`SELECT ${columns} FROM outbox WHERE operation ->> '$.kind' = 'intent' ORDER BY seq`)
    .map(entryOf);

/** What changes the looks of one row and is not over, in the order in which it was done. */
export const outboxOf = (store: Store, table: string, row: string): Outbox =>
  store
    .all(
      `SELECT ${columns} FROM outbox
        WHERE seq IN (SELECT seq FROM outbox_touches WHERE table_name = ? AND row_id = ?) ORDER BY seq`,
      [table, row],
    )
    .map(entryOf);

/** The rows of a table that have something in the outbox. */
export const pendingRows = (store: Store, table: string): ReadonlySet<string> =>
  new Set(
    store
      .all('SELECT DISTINCT row_id FROM outbox_touches WHERE table_name = ?', [table])
      .map((row) => String(row['row_id'])),
  );

/** The rows whose looks these entries change. */
export const rowsOf = (store: Store, entries: Outbox): readonly RowName[] =>
  store
    .all(
      'SELECT DISTINCT table_name, row_id FROM outbox_touches WHERE seq IN (SELECT value FROM json_each(?))',
      [JSON.stringify(entries.map((one) => one.seq))],
    )
    .map((row) => ({ table: String(row['table_name']), row: String(row['row_id']) }));

/** Adds what a person did. The same id twice is refused, by the table itself as well. */
export function addToOutbox(store: Store, operations: readonly Operation[]): Outbox {
  const added = append(
    [],
    store.count('SELECT seq FROM sqlite_sequence WHERE name = ?', ['outbox']) + 1,
    operations,
  );
  for (const one of added) {
    const { seq, id, group = null, state, bytes, operation } = one;
    store.run(
      `INSERT INTO outbox (seq, id, group_id, table_name, row_id, state, bytes, operation)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      [seq, id, group, operation.table, operation.row, state, bytes, JSON.stringify(operation)],
    );
  }
  store.touch('outbox');
  return added;
}

export interface Written {
  readonly changed: Outbox;
  readonly rows: readonly RowName[];
}

/**
 * Stores what became of the outbox, or of a part of it: entries that are gone are deleted, entries that are other
 * objects now are written. Answers the ones that changed, and the rows whose looks they changed until now.
 */
export function writeOutbox(store: Store, before: Outbox, after: Outbox): Written {
  const next = new Map(after.map((one) => [one.seq, one]));
  const changed = before.filter((one) => next.get(one.seq) !== one);
  const rows = changed.length === 0 ? [] : rowsOf(store, changed);
  for (const { seq } of changed) {
    const one = next.get(seq);
    if (!one) store.run('DELETE FROM outbox WHERE seq = ?', [seq]);
    else
      store.run(
        'UPDATE outbox SET id = ?, group_id = ?, state = ?, bytes = ?, operation = ?, result = ? WHERE seq = ?',
        [
          one.id,
          one.group ?? null,
          one.state,
          one.bytes,
          JSON.stringify(one.operation),
          one.result ? JSON.stringify(one.result) : null,
          seq,
        ],
      );
  }
  if (changed.length > 0) store.touch('outbox');
  return { changed, rows };
}
