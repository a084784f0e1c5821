import { rested, type Backoff } from '../backoff';
import type { SyncError } from '../errors';
import type { Store, StoredValue } from './store';

/** What only this device keeps, beside the tables of `schema.ts`: never synced, and gone with the store. */
export const deviceTables: readonly string[] = [
  `CREATE TABLE device_state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    device TEXT NOT NULL,
    claimed_at INTEGER NOT NULL DEFAULT 0,
    anew INTEGER NOT NULL DEFAULT 0,
    push TEXT NOT NULL DEFAULT '{}',
    pull TEXT NOT NULL DEFAULT '{}',
    off TEXT NOT NULL DEFAULT '[]',
    kept TEXT NOT NULL DEFAULT '[]') STRICT`,
  // The ids that a download anew has brought: what is not among them at its end is gone on the server.
  `CREATE TABLE sync_seen (
    table_name TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (table_name, id)) STRICT, WITHOUT ROWID`,
  // A tab asks again when the one that holds the store closes in between: what was done once is not done twice.
  `CREATE TABLE saved_requests (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    answer TEXT NOT NULL) STRICT`,
  `CREATE TABLE sync_log (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    what TEXT NOT NULL,
    took INTEGER NOT NULL,
    detail TEXT NOT NULL) STRICT`,
];

/** How sending or receiving stands; stored, so that a restart forgets none of it. */
export interface DirectionState {
  readonly backoff: Backoff;
  /** Why it last failed; none when it went well. */
  readonly error?: SyncError;
}

export type Direction = 'push' | 'pull';

export interface DeviceState {
  readonly device: string;
  readonly cursor: string | null;
  readonly revision: number;
  /** False once a first download has come to its end. */
  readonly isFirst: boolean;
  /** A download anew over rows that are here: what does not come is dropped at its end. */
  readonly isAnew: boolean;
  readonly syncedAt: number | null;
  readonly push: DirectionState;
  readonly pull: DirectionState;
  /** Tables that do not sync at the moment. */
  readonly off: readonly string[];
  /** Of them, those that were off during a whole download: what of them is gone is only known later. */
  readonly kept: readonly string[];
}

const went: DirectionState = { backoff: rested };
const direction = (text: StoredValue | undefined): DirectionState => ({
  ...went,
  ...(JSON.parse(String(text)) as object),
});

export function readState(store: Store): DeviceState {
  const row = store.one('SELECT s.*, d.* FROM sync_state AS s JOIN device_state AS d ON d.one = s.one');
  if (!row) throw new Error('The store has no state');
  return {
    device: String(row['device']),
    cursor: row['cursor'] === null ? null : String(row['cursor']),
    revision: Number(row['revision']),
    isFirst: row['is_first'] === 1,
    isAnew: row['anew'] === 1,
    syncedAt: row['synced_at'] === null ? null : Number(row['synced_at']),
    push: direction(row['push']),
    pull: direction(row['pull']),
    off: JSON.parse(String(row['off'])) as string[],
    kept: JSON.parse(String(row['kept'])) as string[],
  };
}

export function writeDirection(store: Store, which: Direction, state: DirectionState): void {
  store.run(`UPDATE device_state SET ${which} = ?`, [JSON.stringify(state)]);
  store.touch('state');
}

/** From the beginning: the outbox stays, and so do the rows until it is known which of them are gone. */
export function startAnew(store: Store): void {
  const hasRows = store.tables.some((table) => store.one(`SELECT 1 AS n FROM ${table.name} LIMIT 1`));
  store.run('UPDATE sync_state SET cursor = NULL, is_first = 1');
  store.run('UPDATE device_state SET anew = ?', [hasRows ? 1 : 0]);
  store.run('DELETE FROM sync_staged');
  store.run('DELETE FROM sync_seen');
  store.touch('state');
}

/** Less than this the clock may be set back, and what is done still counts forward. */
const keepsOrder = 5 * 60 * 1_000;

/** The moment that an operation claims: later than the one before it, by this device's clock. */
export function claim(store: Store, now: number): number {
  const last = store.count('SELECT claimed_at FROM device_state');
  const at = now > last || last - now > keepsOrder ? now : last + 1;
  store.run('UPDATE device_state SET claimed_at = ?', [at]);
  return at;
}

const kept = 200;

/** Notes what the sync did, for the diagnostics: the last 200 entries. No values of rows. */
export function note(store: Store, at: number, what: string, took: number, detail: string): void {
  store.run('INSERT INTO sync_log (at, what, took, detail) VALUES (?, ?, ?, ?)', [at, what, took, detail]);
  store.run('DELETE FROM sync_log WHERE seq <= (SELECT max(seq) FROM sync_log) - ?', [kept]);
}
