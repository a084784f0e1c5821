import { faultsOf, statusOf, type Operation, type OperationFault } from '../operation';
import { requestLimits } from '../chunks';
import type { Json, SyncTable } from '../tables';
import { fieldOf } from '../tables';
import { jsonOf } from '../fieldText';
import { claim } from './deviceState';
import { addToOutbox, outboxOf } from './outboxTable';
import { keepServerRow, refreshRow, screenRow, serverRow } from './rowTable';
import type { Store } from './store';

/** What a person does to one row. */
export interface LocalEdit {
  readonly kind: 'create' | 'patch' | 'delete';
  readonly table: string;
  /** Made by the device for a new row. */
  readonly row: string;
  readonly set?: Readonly<Record<string, Json>>;
  /** What the person saw when the form was opened; without it, what the store holds now. */
  readonly saw?: Readonly<Record<string, Json>>;
}

export interface EditFault extends OperationFault {
  readonly table: string;
  readonly row: string;
}

/** `operations`: what was stored. `faults`: why nothing was. */
export interface Saved {
  readonly operations: readonly string[];
  readonly faults: readonly EditFault[];
}

/** From outside, so that tests know what comes. */
export interface Surroundings {
  readonly now: () => number;
  readonly newId: () => string;
}

/** Answers of the newest requests are kept; a tab asks again within seconds. */
const keptAnswers = 1_000;

/**
 * Saves what belongs together: the rows and their operations in one transaction, all or nothing. The same request a
 * second time, from a tab that did not hear the answer, does nothing and answers as before.
 */
export function saveWork(
  store: Store,
  request: string,
  edits: readonly LocalEdit[],
  { now, newId }: Surroundings,
): Saved {
  return store.transact(() => {
    const before = store.one('SELECT answer FROM saved_requests WHERE id = ?', [request]);
    if (before) return JSON.parse(String(before['answer'])) as Saved;
    const saved = save(store, edits, now, newId);
    if (saved.faults.length > 0) return saved;
    store.run('INSERT INTO saved_requests (id, answer) VALUES (?, ?)', [request, JSON.stringify(saved)]);
    store.run('DELETE FROM saved_requests WHERE seq <= (SELECT max(seq) FROM saved_requests) - ?', [
      keptAnswers,
    ]);
    return saved;
  });
}

function save(store: Store, edits: readonly LocalEdit[], now: () => number, newId: () => string): Saved {
  if (edits.length > requestLimits.operations)
    throw new Error(`At most ${requestLimits.operations} edits belong together`);
  if (new Set(edits.map((edit) => `${edit.table} ${edit.row}`)).size !== edits.length)
    throw new Error('Edits that belong together name each row once');
  const group = edits.length > 1 ? newId() : undefined;
  // All are checked before the first is written: they name different rows, so none changes what another sees.
  const faults: EditFault[] = [];
  const work: { table: SyncTable; operation: Operation }[] = [];
  for (const edit of edits) {
    const table = store.table(edit.table);
    if (!table) throw new Error(`There is no table ${edit.table} on this device`);
    const operation = operationOf(store, table, edit, newId(), group, new Date(claim(store, now())));
    if (operation === null) continue;
    const found = faultOf(store, table, edit) ?? faultsOf(table, operation);
    faults.push(...found.map((fault) => ({ ...fault, table: edit.table, row: edit.row })));
    work.push({ table, operation });
  }
  if (faults.length > 0) return { operations: [], faults };
  for (const { table, operation } of work) keepServerRow(store, table, operation.row);
  addToOutbox(
    store,
    work.map(({ operation }) => operation),
  );
  for (const { table, operation } of work) refreshRow(store, table, operation.row);
  return { operations: work.map(({ operation }) => operation.id), faults };
}

/** A row that is there cannot be made, and one that is not cannot be changed. */
function faultOf(store: Store, table: SyncTable, edit: LocalEdit): readonly OperationFault[] | undefined {
  const exists = screenRow(store, table, edit.row) !== null;
  return exists === (edit.kind !== 'create') ? undefined : [{ field: 'id', fault: 'unknown' }];
}

/** Null when the edit changes nothing. */
function operationOf(
  store: Store,
  table: SyncTable,
  { kind, row, set = {}, saw = {} }: LocalEdit,
  id: string,
  group: string | undefined,
  at: Date,
): Operation | null {
  const common = {
    id,
    kind,
    table: table.name,
    row,
    base: knownRevision(store, table, row),
    at: at.toISOString(),
    ...(group === undefined ? {} : { group }),
  };
  if (kind !== 'patch') return kind === 'create' ? { ...common, set } : common;
  const values = screenRow(store, table, row)?.values ?? {};
  const old = Object.fromEntries(
    Object.keys(set).map((name) => {
      const field = fieldOf(table, name);
      // Seen empty is seen: else the value that came meanwhile would be replaced as if the person knew it.
      if (name in saw) return [name, saw[name] ?? null];
      return [name, field ? jsonOf(field.kind, values[name] ?? null) : null];
    }),
  );
  const changed = Object.keys(set).filter((name) => JSON.stringify(set[name]) !== JSON.stringify(old[name]));
  if (changed.length === 0) return null;
  const only = (all: Readonly<Record<string, Json>>) =>
    Object.fromEntries(changed.map((name) => [name, all[name] ?? null]));
  return { ...common, set: only(set), old: only(old) };
}

/**
 * The newest revision of the row that this device knows all of: the one it pulled, or the one that its own work made
 * when nobody else had changed the row.
 */
function knownRevision(store: Store, table: SyncTable, row: string): number {
  const work = outboxOf(store, table.name, row);
  const pulled = work.length === 0 ? screenRow(store, table, row) : serverRow(store, table, row);
  const own = work
    .filter((one) => one.state === 'answered' && statusOf(one.result) === 'applied')
    .map((one) => one.result?.revision ?? 0);
  return Math.max(pulled?.revision ?? 0, ...own);
}
