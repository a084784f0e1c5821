import type { Operation, OperationResult } from '../operation';
import { append, type Outbox, type OutboxEntry, type OutboxState } from '../outbox';
import type { SqlRow, Store } from './store';

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

/** What was done to one row and is not over. */
export const outboxOf = (store: Store, table: string, row: string): Outbox =>
  store
    .all(`SELECT ${columns} FROM outbox WHERE table_name = ? AND row_id = ? ORDER BY seq`, [table, row])
    .map(entryOf);

/** The rows of a table that have something in the outbox. */
export const pendingRows = (store: Store, table: string): ReadonlySet<string> =>
  new Set(
    store
      .all('SELECT DISTINCT row_id FROM outbox WHERE table_name = ?', [table])
      .map((row) => String(row['row_id'])),
  );

/** Adds what a person did. The same id twice is refused, by the table itself as well. */
export function addToOutbox(store: Store, operations: readonly Operation[]): void {
  for (const one of append([], 1, operations)) {
    const { id, group = null, state, bytes, operation } = one;
    store.run(
      `INSERT INTO outbox (id, group_id, table_name, row_id, state, bytes, operation) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      [id, group, operation.table, operation.row, state, bytes, JSON.stringify(operation)],
    );
  }
  store.touch('outbox');
}

/**
 * Stores what became of the outbox, or of a part of it: entries that are gone are deleted, entries that are other
 * objects now are written. Answers the ones that changed.
 */
export function writeOutbox(store: Store, before: Outbox, after: Outbox): Outbox {
  const next = new Map(after.map((one) => [one.seq, one]));
  const changed = before.filter((one) => next.get(one.seq) !== one);
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
  return changed;
}
