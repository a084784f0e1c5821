import { faultsOf, statusOf, type Operation, type OperationFault } from '../operation';
import type { Outbox } from '../outbox';
import { requestLimits } from '../chunks';
import type { Json, SyncTable } from '../tables';
import { fieldOf } from '../tables';
import { jsonOf } from '../fieldText';
import type { StepRefusal } from '../steps';
import { claim } from './deviceState';
import { addToOutbox, outboxOf, writeOutbox, type RowName } from './outboxTable';
import { Prediction, refreshRow, settle } from './prediction';
import { keepServerRow, screenRow, serverRow } from './rowTable';
import type { Store } from './store';

/** What a person does to one row: an edit of its values, or a step that the rules decide. */
export type LocalEdit = LocalRowEdit | LocalStep;

export interface LocalStep {
  readonly kind: 'step';
  /** As in `steps.ts`: `harvest.advance_stage`. */
  readonly name: string;
  readonly table: string;
  readonly row: string;
  readonly args?: Json;
}

export interface LocalRowEdit {
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

/** Ends the transaction of a step that was refused after what belongs to it was written. */
class StepRefused extends Error {
  constructor(readonly faults: readonly EditFault[]) {
    super('A step was refused');
    this.name = 'StepRefused';
  }
}

/**
 * Saves what belongs together: the rows and their operations in one transaction, all or nothing. The same request a
 * second time, from a tab that did not hear the answer, does nothing and answers as before. A transaction of its own.
 */
export function saveWork(
  store: Store,
  request: string,
  edits: readonly LocalEdit[],
  { now, newId }: Surroundings,
): Saved {
  try {
    return saveOnce(store, request, edits, { now, newId });
  } catch (error) {
    if (error instanceof StepRefused) return { operations: [], faults: error.faults };
    throw error;
  }
}

function saveOnce(
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
  const rows = edits.filter((edit) => edit.kind !== 'step').map((edit) => `${edit.table} ${edit.row}`);
  if (new Set(rows).size !== rows.length) throw new Error('Edits that belong together name each row once');
  const group = edits.length > 1 ? newId() : undefined;
  // All are checked before the first is written: they name different rows, so none changes what another sees.
  const faults: EditFault[] = [];
  const work: { table: SyncTable; operation: Operation }[] = [];
  for (const edit of edits) {
    const table = store.table(edit.table);
    if (!table) throw new Error(`There is no table ${edit.table} on this device`);
    const at = new Date(claim(store, now()));
    if (edit.kind === 'step') {
      work.push({ table, operation: stepOf(store, edit, newId(), group, at) });
      continue;
    }
    const operation = operationOf(store, table, edit, newId(), group, at);
    if (operation === null) continue;
    const found = faultOf(store, table, edit) ?? faultsOf(table, operation);
    faults.push(...found.map((fault) => ({ ...fault, table: edit.table, row: edit.row })));
    work.push({ table, operation });
  }
  if (faults.length > 0) return { operations: [], faults };
  for (const { table, operation } of work) keepServerRow(store, table, operation.row);
  const added = addToOutbox(
    store,
    work.map(({ operation }) => operation),
  );
  const done = take(store, added);
  return { operations: added.filter((one) => !done.includes(one)).map((one) => one.id), faults };
}

/** Decides the steps, each on what was done before it, and shows what came of all. Answers steps that need not be. */
function take(store: Store, added: Outbox): Outbox {
  const prediction = new Prediction(store);
  const rows = new Map<string, RowName>();
  const done: Outbox[number][] = [];
  for (const entry of added) {
    const { operation } = entry;
    const isStep = operation.kind === 'intent';
    for (const one of isStep ? settle(store, prediction, entry) : [operation])
      rows.set(`${one.table} ${one.row}`, one);
    const outcome = isStep ? prediction.outcome(entry) : { writes: [] };
    if ('refusal' in outcome) throw new StepRefused([faultOfStep(operation, outcome.refusal)]);
    if ('done' in outcome) done.push(entry);
  }
  if (done.length > 0) writeOutbox(store, done, []);
  for (const { table: name, row } of rows.values()) {
    const table = store.table(name);
    if (table) refreshRow(store, table, row);
  }
  return done;
}

const faultOfStep = ({ table, row }: Operation, { code, field = '*' }: StepRefusal): EditFault => ({
  ...{ table, row, code, field },
  fault: 'refused',
});

function stepOf(
  store: Store,
  { name, table, row, args }: LocalStep,
  id: string,
  group: string | undefined,
  at: Date,
): Operation {
  if (!store.steps.some((step) => step.name === name && step.table === table))
    throw new Error(`There is no step ${name} of ${table}`);
  return {
    ...{ id, kind: 'intent', table, row, base: 0, at: at.toISOString(), name },
    ...(args === undefined ? {} : { args }),
    ...(group === undefined ? {} : { group }),
  };
}

/** A row that is there cannot be made, and one that is not cannot be changed. */
function faultOf(store: Store, table: SyncTable, edit: LocalRowEdit): readonly OperationFault[] | undefined {
  const exists = screenRow(store, table, edit.row) !== null;
  return exists === (edit.kind !== 'create') ? undefined : [{ field: 'id', fault: 'unknown' }];
}

/** Null when the edit changes nothing. */
function operationOf(
  store: Store,
  table: SyncTable,
  { kind, row, set = {}, saw = {} }: LocalRowEdit,
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
    // What a step made of the row only the server knows.
    .filter(({ operation, state }) => state === 'answered' && operation.kind !== 'intent')
    .filter((one) => statusOf(one.result) === 'applied')
    .map((one) => one.result?.revision ?? 0);
  return Math.max(pulled?.revision ?? 0, ...own);
}
