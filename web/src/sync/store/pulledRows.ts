import type { PullFrame, PullTable, WireRow } from '../frames';
import { rebaseOnPull } from '../rebase';
import { loadSql, serverTable } from '../schema';
import type { SyncTable } from '../tables';
import { outboxOf, pendingRows, writeOutbox } from './outboxTable';
import { refreshRow } from './prediction';
import { putServerRow, valuesOfWire } from './rowTable';
import type { Store } from './store';

/** The reader of frames has seen that it is a text. */
const idOf = (row: WireRow) => row[0] as string;

/** Brings a frame into the store, below what is pending. A table that this version of the app does not know is left. */
export function applyFrame(store: Store, header: PullTable, frame: PullFrame): void {
  const table = store.table(frame.table);
  if (!table) return;
  const rows = [...frame.created, ...frame.updated];
  const pending = pendingRows(store, table.name);
  const clean = pending.size === 0 ? rows : rows.filter((row) => !pending.has(idOf(row)));
  if (clean.length > 0) store.run(loadSql(table, header.fields), [JSON.stringify(clean)]);
  if (pending.size > 0) {
    for (const row of rows) if (pending.has(idOf(row))) applyUnder(store, table, header, row);
    for (const id of frame.deleted) if (pending.has(id)) dropUnder(store, table, id);
  }
  const gone = frame.deleted.filter((id) => !pending.has(id));
  if (gone.length > 0)
    store.run(`DELETE FROM ${table.name} WHERE id IN (SELECT value FROM json_each(?))`, [
      JSON.stringify(gone),
    ]);
  if (rows.length + frame.deleted.length > 0) store.touch(table.name);
}

function applyUnder(store: Store, table: SyncTable, header: PullTable, row: WireRow): void {
  const [id, revision] = [idOf(row), Number(row[1])];
  const values = valuesOfWire(table, header.fields, row);
  putServerRow(store, table, id, { revision, values, deleted: false });
  const work = outboxOf(store, table.name, id);
  writeOutbox(store, work, rebaseOnPull(work, table, id, { revision, values }));
  refreshRow(store, table, id);
}

function dropUnder(store: Store, table: SyncTable, id: string): void {
  store.run(`UPDATE ${serverTable(table)} SET deleted = 1 WHERE id = ?`, [id]);
  refreshRow(store, table, id);
}

/** Notes which rows a download anew has brought. */
export function noteSeen(store: Store, frame: PullFrame): void {
  const ids = [...frame.created, ...frame.updated].map(([id]) => id);
  if (ids.length === 0) return;
  store.run('INSERT OR IGNORE INTO sync_seen (table_name, id) SELECT ?, value FROM json_each(?)', [
    frame.table,
    JSON.stringify(ids),
  ]);
}

/** At the end of a download anew: what of these tables did not come is not there any more, or not for this person. */
export function dropUnseen(store: Store, tables: readonly string[]): void {
  for (const name of tables) {
    const table = store.table(name);
    if (!table) continue;
    const unseen = 'id NOT IN (SELECT id FROM sync_seen WHERE table_name = ?1)';
    const pending = 'id IN (SELECT row_id FROM outbox_touches WHERE table_name = ?1)';
    store.run(`DELETE FROM ${name} WHERE ${unseen} AND NOT ${pending}`, [name]);
    // Rows with work stay as long as the work does.
    const covered = store.all(`SELECT id FROM ${serverTable(table)} WHERE ${unseen}`, [name]);
    for (const { id } of covered) dropUnder(store, table, String(id));
    store.touch(name);
  }
  store.run('DELETE FROM sync_seen');
}
