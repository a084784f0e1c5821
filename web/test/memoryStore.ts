import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import sqlite3InitModule, { type Database } from '@sqlite.org/sqlite-wasm';
import { openStore } from '../src/sync/store/openStore';
import type { Store } from '../src/sync/store/store';
import type { LocalEdit, LocalRowEdit, Saved } from '../src/sync/store/saveWork';
import { saveWork } from '../src/sync/store/saveWork';
import type { SyncTable } from '../src/sync/tables';
import { syncedTables } from '../src/sync/tables.generated';

type Sqlite = Awaited<ReturnType<typeof sqlite3InitModule>>;
let loading: Promise<Sqlite> | undefined;

/** SQLite itself, as in the browser, with a database in memory. */
export async function memoryDatabase(): Promise<Database> {
  const file = createRequire(import.meta.url).resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm');
  // The package looks for its file over HTTP, as in a browser; here it is handed over.
  loading ??= (sqlite3InitModule as (options: object) => Promise<Sqlite>)({ wasmBinary: readFileSync(file) });
  return new (await loading).oo1.DB(':memory:');
}

export const site = '00000000-0000-7000-8000-0000000000aa';
let made = 0;
export const newId = () => `00000000-0000-7000-8000-${String(++made).padStart(12, '0')}`;

export async function memoryStore(
  tables: readonly SyncTable[] = syncedTables,
  onChange?: (changed: ReadonlySet<string>) => void,
): Promise<Store> {
  return openStore(await memoryDatabase(), tables, onChange && { onChange });
}

export const clock = { now: Date.UTC(2026, 10, 20, 8) };

export const save = (store: Store, ...edits: LocalEdit[]): Saved =>
  saveWork(store, newId(), edits, { now: () => clock.now, newId });

export const newTask = (row: string, title = 'Water'): LocalRowEdit => ({
  kind: 'create',
  table: 'tasks',
  row,
  set: { site_id: site, title, status: 'open' },
});

export const rename = (row: string, title: string, more: Partial<LocalRowEdit> = {}): LocalRowEdit => ({
  kind: 'patch',
  table: 'tasks',
  row,
  set: { title },
  ...more,
});

export const taskTable = syncedTables.find((table) => table.name === 'tasks')!;
export const taskFields = ['id', 'revision', ...taskTable.fields.map((field) => field.name)];

/** A task as the server sends it. */
export const wireTask = (id: string, revision: number, said: Record<string, string> = {}) => [
  id,
  revision,
  ...taskTable.fields.map(
    ({ name }) =>
      ({ site_id: site, title: 'Water', status: 'open', conflict_seen: false, ...said })[name] ?? null,
  ),
];
export const taskHeader = { name: 'tasks', version: 1, fields: taskFields };
export const frame = (more: object) => ({
  kind: 'frame' as const,
  table: 'tasks',
  created: [],
  updated: [],
  deleted: [],
  ...more,
});
