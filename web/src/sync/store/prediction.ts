import type { Operation } from '../operation';
import type { OutboxEntry } from '../outbox';
import { reapply, type PulledRow } from '../reapply';
import { serverTable } from '../schema';
import type { Doer, Scene, SceneRow, StepOutcome } from '../steps';
import { fieldOf, type SyncTable, type Values } from '../tables';
import { readState } from './deviceState';
import { outboxOf, rowsOf, stepsIn, type RowName } from './outboxTable';
import { keepServerRow, screenRow, serverRow, showRow, textOfJson, uncoverRow } from './rowTable';
import type { Store } from './store';

interface Covered {
  readonly pulled: PulledRow | null;
  readonly work: readonly OutboxEntry[];
}

const keyOf = ({ table, row }: RowName) => `${table} ${row}`;

/**
 * What the rows look like with the work of this device on top, at any place in the outbox. A step is decided on the
 * rows as they stood at its place, so earlier work counts and later work does not. Lives as long as nothing changes.
 */
export class Prediction {
  private readonly outcomes = new Map<number, StepOutcome>();
  private readonly rows = new Map<string, Covered>();
  private readonly device: string;

  constructor(private readonly store: Store) {
    this.device = readState(store).device;
  }

  /** The row after all work that was done before `seq`. */
  row(name: string, id: string, seq = Number.POSITIVE_INFINITY): Values | null {
    const table = this.table(name);
    const { pulled, work } = this.covered(table, id);
    const entries = new Map(work.map((one) => [one.operation, one]));
    return reapply(
      table,
      pulled,
      work.filter((one) => one.seq < seq).map((one) => one.operation),
      (step) => this.written(table, id, entries.get(step)),
    );
  }

  outcome(entry: OutboxEntry): StepOutcome {
    const known = this.outcomes.get(entry.seq);
    if (known) return known;
    const { operation } = entry;
    const step = this.store.steps.find(({ name }) => name === operation.name);
    // A step of another version of the app: what it does is only seen when the server has done it.
    const outcome = step?.decide(this.before(entry.seq), operation, this.doer(operation)) ?? { writes: [] };
    this.outcomes.set(entry.seq, outcome);
    return outcome;
  }

  /** After a row was covered or uncovered. */
  forget(row: RowName): void {
    this.rows.delete(keyOf(row));
  }

  private before(seq: number): Scene {
    return {
      row: (table, id) => this.row(table, id, seq),
      children: (table, field, id) => this.children(this.table(table), field, id, seq),
    };
  }

  private children(table: SyncTable, field: string, id: string, seq: number): readonly SceneRow[] {
    if (!fieldOf(table, field)) throw new Error(`The table ${table.name} has no field ${field}`);
    const found: SceneRow[] = [];
    for (const one of this.everNaming(table, field, id)) {
      const values = this.row(table.name, one, seq);
      if (values?.[field] === id) found.push({ id: one, values });
    }
    return found;
  }

  /** Those that name it now, on the server, or did when they were made here. */
  private everNaming(table: SyncTable, field: string, id: string): readonly string[] {
    return this.store
      .all(
        `SELECT id FROM ${table.name} WHERE "${field}" = ?1
          UNION SELECT id FROM ${serverTable(table)} WHERE "${field}" = ?1
          UNION SELECT row_id FROM outbox WHERE table_name = ?2 AND operation ->> '$.set.${field}' = ?1
          ORDER BY id`,
        [id, table.name],
      )
      .map((row) => String(row['id']));
  }

  private doer({ actor }: Operation): Doer {
    return { user: actor ?? this.store.user, device: this.device };
  }

  private covered(table: SyncTable, id: string): Covered {
    const key = keyOf({ table: table.name, row: id });
    const known = this.rows.get(key);
    if (known) return known;
    const work = outboxOf(this.store, table.name, id);
    const bare = work.length === 0 ? screenRow(this.store, table, id) : null;
    const pulled = work.length === 0 ? bare && { ...bare, deleted: false } : serverRow(this.store, table, id);
    const covered = { pulled, work };
    this.rows.set(key, covered);
    return covered;
  }

  private written(table: SyncTable, id: string, entry: OutboxEntry | undefined): Values | undefined {
    const outcome = entry && this.outcome(entry);
    if (!outcome || !('writes' in outcome)) return undefined;
    const own = outcome.writes.filter((one) => one.table === table.name && one.row === id);
    if (own.length === 0) return undefined;
    const set = Object.entries(Object.assign({}, ...own.map((one) => one.set)) as (typeof own)[0]['set']);
    const texts = set.flatMap(([name, json]) => {
      const field = fieldOf(table, name);
      return field ? [[name, textOfJson(field, json)] as const] : [];
    });
    return Object.fromEntries(texts);
  }

  private table(name: string): SyncTable {
    const table = this.store.table(name);
    if (!table) throw new Error(`There is no table ${name} on this device`);
    return table;
  }
}

/** Computes one row anew after its work or its server's values changed. */
export function refreshRow(store: Store, table: SyncTable, id: string, prediction?: Prediction): void {
  if (outboxOf(store, table.name, id).length === 0) uncoverRow(store, table, id);
  else showRow(store, table, id, (prediction ?? new Prediction(store)).row(table.name, id));
}

/**
 * Computes rows anew after the outbox or the rows below it changed, and with them all that steps touch: a step may
 * decide otherwise now, or be refused, and then write other rows than before.
 */
export function refreshWork(store: Store, rows: readonly RowName[]): void {
  // First those whose work is over: steps are to see them as the server has them.
  for (const one of rows) if (isBare(store, one)) refreshNamed(store, one);
  const prediction = new Prediction(store);
  const all = new Map(rows.map((one) => [keyOf(one), one]));
  for (const step of stepsIn(store))
    for (const one of settle(store, prediction, step)) all.set(keyOf(one), one);
  for (const one of all.values()) if (!isBare(store, one)) refreshNamed(store, one, prediction);
}

const isBare = (store: Store, { table, row }: RowName) =>
  store.one('SELECT 1 AS n FROM outbox_touches WHERE table_name = ? AND row_id = ? LIMIT 1', [table, row]) ===
  undefined;

function refreshNamed(store: Store, { table: name, row }: RowName, prediction?: Prediction): void {
  const table = store.table(name);
  if (table) refreshRow(store, table, row, prediction);
}

/** Notes which rows a step touches as it decides now. Answers those it touches or did touch. */
export function settle(store: Store, prediction: Prediction, step: OutboxEntry): readonly RowName[] {
  const outcome = prediction.outcome(step);
  const writes = 'writes' in outcome ? outcome.writes : [];
  const wanted = new Map([step.operation, ...writes].map((one) => [keyOf(one), one]));
  const before = new Map(rowsOf(store, [step]).map((one) => [keyOf(one), one]));
  for (const [key, one] of wanted) if (!before.has(key)) cover(store, one, step.seq);
  for (const [key, one] of before) if (!wanted.has(key)) release(store, one, step.seq);
  const changed = [...wanted, ...before].filter(([key]) => !before.has(key) || !wanted.has(key));
  for (const [, one] of changed) prediction.forget(one);
  return [...new Map([...before, ...wanted]).values()].map(({ table, row }) => ({ table, row }));
}

function cover(store: Store, { table: name, row }: RowName, seq: number): void {
  const table = store.table(name);
  if (!table) throw new Error(`There is no table ${name} on this device`);
  keepServerRow(store, table, row);
  store.run('INSERT INTO outbox_touches (table_name, row_id, seq) VALUES (?, ?, ?)', [name, row, seq]);
}

function release(store: Store, one: RowName, seq: number): void {
  store.run('DELETE FROM outbox_touches WHERE table_name = ? AND row_id = ? AND seq = ?', [
    one.table,
    one.row,
    seq,
  ]);
  if (isBare(store, one)) refreshNamed(store, one);
}
