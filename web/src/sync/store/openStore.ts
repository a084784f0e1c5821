import type { Database } from '@sqlite.org/sqlite-wasm';
import { indexSql, searchSql, searchTable, serverTable, storeSql, tableSql, upgradeSql } from '../schema';
import type { SyncTable } from '../tables';
import { deviceTables } from './deviceState';
import { photoTables } from './photoTable';
import { telemetryTables } from './telemetryTable';
import { Store, type StoreWays } from './store';

/** The form of the engine's own tables. A store of a newer app is not opened: its outbox might be read wrongly. */
const form = 4;

/** What a store of an earlier form lacks, by that form. */
const upgrades: Readonly<Record<number, readonly string[]>> = {
  ...upgradeSql,
  2: photoTables,
  3: telemetryTables,
};

/** The store was written by a newer version of the app; nothing in it was touched. */
export class StoreTooNew extends Error {
  constructor() {
    super('The store on this device was written by a newer version of the app');
    this.name = 'StoreTooNew';
  }
}

/** Opens a database as a store: makes what is missing, and takes over what an older version of the app left. */
export function openStore(db: Database, tables: readonly SyncTable[], ways?: Partial<StoreWays>): Store {
  // Exclusive first: only then a write-ahead log works without shared memory. Full: what was answered is on the disk.
  db.exec('PRAGMA locking_mode=EXCLUSIVE');
  db.exec('PRAGMA journal_mode=WAL');
  db.exec('PRAGMA synchronous=FULL');
  const found = Number(db.selectValue('PRAGMA user_version'));
  if (found > form) throw new StoreTooNew();
  db.exec('BEGIN IMMEDIATE');
  try {
    if (found === 0) make(db, tables);
    else {
      for (let older = found; older < form; older++) for (const sql of upgrades[older] ?? []) db.exec(sql);
      follow(db, tables);
    }
    db.exec(`PRAGMA user_version=${form}`);
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
  return new Store(db, tables, ways);
}

/** A new store is a new device: it gets its id here, once. */
function make(db: Database, tables: readonly SyncTable[]): void {
  for (const sql of [...storeSql(tables), ...deviceTables, ...photoTables, ...telemetryTables]) db.exec(sql);
  db.exec({ sql: 'INSERT INTO device_state (one, device) VALUES (1, ?)', bind: [crypto.randomUUID()] });
}

/**
 * Follows declarations that changed with an update of the app. The outbox stays as it is; rows are downloaded anew, so
 * that new fields are filled, and meanwhile the old ones are there to be read.
 */
function follow(db: Database, tables: readonly SyncTable[]): void {
  let changed = false;
  for (const table of tables) {
    const version = db.selectValue('SELECT version FROM sync_tables WHERE name = ?', [table.name]);
    if (version === table.version) continue;
    changed = true;
    if (version === undefined) makeTable(db, table);
    else extendTable(db, table);
    db.exec({
      sql: `INSERT INTO sync_tables (name, version) VALUES (?, ?)
        ON CONFLICT (name) DO UPDATE SET version = excluded.version`,
      bind: [table.name, table.version],
    });
  }
  if (!changed) return;
  db.exec('UPDATE sync_state SET cursor = NULL, is_first = 1');
  db.exec('DELETE FROM sync_staged');
  db.exec('DELETE FROM sync_seen');
  db.exec('UPDATE device_state SET anew = 1');
}

function makeTable(db: Database, table: SyncTable): void {
  for (const sql of [...tableSql(table), ...indexSql(table), ...searchSql(table)]) db.exec(sql);
}

function extendTable(db: Database, table: SyncTable): void {
  const search = searchTable(table);
  for (const ending of ['add', 'take', 'change']) db.exec(`DROP TRIGGER IF EXISTS ${search}_${ending}`);
  db.exec(`DROP TABLE IF EXISTS ${search}`);
  for (const index of db.selectValues(
    "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
    [table.name],
  ))
    db.exec(`DROP INDEX ${index as string}`);
  for (const name of [table.name, serverTable(table)]) {
    const known = new Set(db.selectValues('SELECT name FROM pragma_table_info(?)', [name]));
    for (const field of table.fields) {
      const type = field.kind === 'whole_number' || field.kind === 'boolean' ? 'INTEGER' : 'TEXT';
      if (!known.has(field.name)) db.exec(`ALTER TABLE ${name} ADD COLUMN "${field.name}" ${type}`);
    }
  }
  for (const sql of [...indexSql(table), ...searchSql(table)]) db.exec(sql);
  if (searchSql(table).length > 0) db.exec(`INSERT INTO ${search} (${search}) VALUES ('rebuild')`);
}
