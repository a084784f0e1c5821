import type { BindableValue, Database, PreparedStatement } from '@sqlite.org/sqlite-wasm';
import { stepList } from '../stepList';
import type { Step } from '../steps';
import type { SyncTable } from '../tables';

/** Photos aside, nothing in a store is a blob, and no number is beyond what a double holds. */
export type StoredValue = string | number | null;
export type SqlRow = Readonly<Record<string, StoredValue>>;
export type Bind = readonly BindableValue[];

/** What differs from store to store. */
export interface StoreWays {
  /** Called after each commit that changed something, with the names of the tables; `outbox` and `state` too. */
  readonly onChange: (changed: ReadonlySet<string>) => void;
  readonly steps: readonly Step[];
  /** Whose store it is. */
  readonly user: string;
}

/**
 * The device's store: one SQLite database of one person of one organisation. Everything that is written is written in
 * a transaction; after its commit the names of what changed are told, so that screens read anew.
 */
export class Store {
  private readonly statements = new Map<string, PreparedStatement>();
  private readonly changed = new Set<string>();
  private inside = false;

  readonly steps: readonly Step[];
  readonly user: string;
  private readonly onChange: StoreWays['onChange'];

  constructor(
    private readonly db: Database,
    readonly tables: readonly SyncTable[],
    { onChange = () => undefined, steps = stepList, user = '' }: Partial<StoreWays> = {},
  ) {
    this.onChange = onChange;
    this.steps = steps;
    this.user = user;
  }

  table(name: string): SyncTable | undefined {
    return this.tables.find((table) => table.name === name);
  }

  /** Runs the work and commits it; when it throws, nothing of it is left. What it returns is stored when it returns. */
  transact<T>(work: () => T): T {
    if (this.inside) return work();
    this.db.exec('BEGIN IMMEDIATE');
    this.inside = true;
    let result: T;
    try {
      result = work();
      this.db.exec('COMMIT');
    } catch (error) {
      this.changed.clear();
      this.rollBack();
      throw error;
    } finally {
      this.inside = false;
    }
    if (this.changed.size > 0) {
      const changed = new Set(this.changed);
      this.changed.clear();
      this.onChange(changed);
    }
    return result;
  }

  /** Names something as changed by the transaction that is under way. */
  touch(name: string): void {
    this.changed.add(name);
  }

  run(sql: string, bind: Bind = []): void {
    const statement = this.prepared(sql, bind);
    try {
      statement.step();
    } finally {
      statement.reset(true);
    }
  }

  all(sql: string, bind: Bind = []): readonly SqlRow[] {
    const statement = this.prepared(sql, bind);
    const rows: SqlRow[] = [];
    try {
      while (statement.step()) rows.push(statement.get({}) as SqlRow);
    } finally {
      statement.reset(true);
    }
    return rows;
  }

  /** The first two columns of many rows, a text and a number, without an object for each. */
  *pairs(sql: string): Generator<readonly [string, number]> {
    const statement = this.prepared(sql, []);
    try {
      while (statement.step()) yield [statement.getString(0) ?? '', Number(statement.get(1))];
    } finally {
      statement.reset(true);
    }
  }

  one(sql: string, bind: Bind = []): SqlRow | undefined {
    return this.all(sql, bind)[0];
  }

  /** The bytes in the first column of the first row; undefined when there are none. */
  blob(sql: string, bind: Bind = []): Uint8Array<ArrayBuffer> | undefined {
    const statement = this.prepared(sql, bind);
    try {
      if (!statement.step()) return undefined;
      return (statement.get(0) as Uint8Array<ArrayBuffer> | null) ?? undefined;
    } finally {
      statement.reset(true);
    }
  }

  /** The number in the first column of the first row; 0 when there is none. */
  count(sql: string, bind: Bind = []): number {
    return Number(Object.values(this.one(sql, bind) ?? {})[0] ?? 0);
  }

  close(): void {
    for (const statement of this.statements.values()) statement.finalize();
    this.statements.clear();
    this.db.close();
  }

  private prepared(sql: string, bind: Bind): PreparedStatement {
    let statement = this.statements.get(sql);
    if (!statement) this.statements.set(sql, (statement = this.db.prepare(sql)));
    return bind.length === 0 ? statement : statement.bind([...bind]);
  }

  // A full disk may have rolled back already; the first fault is the one to tell.
  private rollBack(): void {
    try {
      this.db.exec('ROLLBACK');
    } catch {
      return;
    }
  }
}
