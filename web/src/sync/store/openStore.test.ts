import type { Database } from '@sqlite.org/sqlite-wasm';
import { beforeEach, expect, test } from 'vitest';
import { memoryDatabase, newId, newTask, save, taskTable } from '../../../test/memoryStore';
import { syncedTables } from '../tables.generated';
import { readState } from './deviceState';
import { openStore, StoreTooNew } from './openStore';
import { photoTables } from './photoTable';
import { telemetryTables } from './telemetryTable';
import { wholeOutbox } from './outboxTable';
import { readScreen } from './screenQuery';

let db: Database;
beforeEach(async () => {
  db = await memoryDatabase();
});

/** `TABLE photos` of the statement that makes it. */
const nameOf = (sql: string) => /TABLE \w+/.exec(sql)?.[0] ?? '';

const priority = { ...taskTable.fields[2]!, name: 'priority', searched: true, indexed: true };
const newer = syncedTables.map((table) =>
  table.name === 'tasks' ? { ...table, version: 99, fields: [...table.fields, priority] } : table,
);

test('a store is made once and opened again with what is in it', () => {
  const row = newId();
  const first = openStore(db, syncedTables);
  const { device } = readState(first);
  save(first, newTask(row));
  const again = openStore(db, syncedTables);
  expect(readState(again).device).toBe(device);
  expect(readScreen(again, { table: 'tasks' }).rows).toMatchObject([{ id: row, status: 'pending' }]);
});

test('a store of the first form keeps its outbox, which covers its rows as before', () => {
  const row = newId();
  const before = openStore(db, syncedTables);
  save(before, newTask(row));
  const later = [
    'TRIGGER outbox_own',
    'TRIGGER outbox_gone',
    'TABLE outbox_touches',
    ...[...photoTables, ...telemetryTables].map(nameOf),
  ];
  for (const sql of later) db.exec(`DROP ${sql}`);
  db.exec('PRAGMA user_version=1');
  const after = openStore(db, syncedTables);
  expect(readScreen(after, { table: 'tasks' }).rows).toMatchObject([{ id: row, status: 'pending' }]);
  save(after, { kind: 'patch', table: 'tasks', row, set: { title: 'Feed' } });
  expect(wholeOutbox(after)).toHaveLength(2);
  after.run('DELETE FROM outbox');
  expect(after.count('SELECT count(*) FROM outbox_touches')).toBe(0);
  expect(db.selectValue('PRAGMA user_version')).toBe(4);
});

test('an update with another field keeps outbox and rows and downloads anew', () => {
  const row = newId();
  const before = openStore(db, syncedTables);
  save(before, newTask(row));
  before.run("UPDATE sync_state SET cursor = 'c', is_first = 0");
  readState(before);
  const after = openStore(db, newer);
  expect(wholeOutbox(after)).toHaveLength(1);
  expect(readState(after)).toMatchObject({ cursor: null, isFirst: true, isAnew: true });
  save(after, { kind: 'patch', table: 'tasks', row, set: { priority: 'high' } });
  expect(readScreen(after, { table: 'tasks', search: 'high' }).rows).toMatchObject([
    { id: row, values: { title: 'Water', priority: 'high' } },
  ]);
  expect(readScreen(after, { table: 'tasks', search: 'water' }).total).toBe(1);
});

test('an update with another table makes it', () => {
  openStore(
    db,
    syncedTables.filter((table) => table.name !== 'tasks'),
  );
  const after = openStore(db, syncedTables);
  save(after, newTask(newId()));
  expect(readScreen(after, { table: 'tasks', search: 'water' }).total).toBe(1);
});

test('the store of a newer app is not touched', () => {
  openStore(db, syncedTables);
  db.exec('PRAGMA user_version=99');
  expect(() => openStore(db, syncedTables)).toThrow(StoreTooNew);
  expect(db.selectValue('PRAGMA user_version')).toBe(99);
});
