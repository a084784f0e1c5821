import { fillSearchSql, indexSql, searchSql, searchTable } from '../schema';
import type { SyncTable } from '../tables';
import type { Store } from './store';

/*
 * A first download fills tables several times faster without indexes and without the triggers of the search. They are
 * taken off before it and made again with its end. What is off is read from the schema itself, so that a device which
 * dies in between needs no other mark; until the end a search finds nothing new.
 */

const triggersOf = (table: SyncTable) =>
  ['add', 'take', 'change'].map((ending) => `${searchTable(table)}_${ending}`);

const namesOf = (store: Store, table: SyncTable): ReadonlySet<string> =>
  new Set(
    store
      .all(
        `SELECT name FROM sqlite_schema WHERE tbl_name = ? AND type IN ('index', 'trigger') AND sql IS NOT NULL`,
        [table.name],
      )
      .map((row) => String(row['name'])),
  );

/** Takes off what filling need not keep. */
export function bare(store: Store, table: SyncTable): void {
  for (const trigger of triggersOf(table)) store.run(`DROP TRIGGER IF EXISTS ${trigger}`);
  for (const name of namesOf(store, table)) store.run(`DROP INDEX "${name}"`);
}

/** Makes again what was taken off, and fills it; does nothing where nothing was. */
export function dress(store: Store, table: SyncTable): void {
  const names = namesOf(store, table);
  for (const sql of indexSql(table)) if (!names.has(nameIn(sql))) store.run(sql);
  const triggers = searchSql(table).slice(1);
  const missing = triggers.filter((sql) => !names.has(nameIn(sql)));
  for (const sql of missing) store.run(sql);
  const fill = fillSearchSql(table);
  if (missing.length > 0 && fill !== undefined) store.run(fill);
}

/** Of `CREATE INDEX name …` and `CREATE TRIGGER name …`. */
const nameIn = (sql: string) => sql.split(' ')[2] ?? '';
