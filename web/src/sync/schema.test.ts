import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import sqlite3InitModule, { type Database } from '@sqlite.org/sqlite-wasm';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fillSearchSql, indexSql, loadSql, searchSql, searchTable, storeSql, tableSql } from './schema';
import type { Json, SyncTable } from './tables';
import { syncedTables } from './tables.generated';

type Sqlite = Awaited<ReturnType<typeof sqlite3InitModule>>;

let sqlite: Sqlite;
let db: Database;

beforeAll(async () => {
  // The package looks for its file over HTTP, as in a browser; here it is handed over.
  const file = createRequire(import.meta.url).resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm');
  sqlite = await (sqlite3InitModule as (options: object) => Promise<Sqlite>)({
    wasmBinary: readFileSync(file),
  });
});

beforeEach(() => {
  db = new sqlite.oo1.DB(':memory:');
  for (const sql of storeSql(syncedTables)) db.exec(sql);
  return () => db.close();
});

const tableOf = (name: string): SyncTable => syncedTables.find((table) => table.name === name)!;
const tasks = tableOf('tasks');
const fieldsOf = (table: SyncTable) => ['id', 'revision', ...table.fields.map((field) => field.name)];

/** A row on the wire: what is not said is null. */
const row = (table: SyncTable, id: string, revision: number, said: Record<string, Json>): Json[] => [
  id,
  revision,
  ...table.fields.map((field) => said[field.name] ?? null),
];
const load = (table: SyncTable, ...rows: Json[][]) =>
  db.exec({ sql: loadSql(table, fieldsOf(table)), bind: [JSON.stringify(rows)] });
const search = searchTable(tasks);
const found = (words: string) =>
  db.selectValues(
    `SELECT id FROM tasks WHERE rowid IN (SELECT rowid FROM ${search} WHERE ${search} MATCH ?) ORDER BY id`,
    [words],
  );
const checkSearch = () => db.exec(`INSERT INTO ${search} (${search}, rank) VALUES ('integrity-check', 1)`);

test('the store has every declared table and field, twice', () => {
  const kinds = { whole_number: 'INTEGER', boolean: 'INTEGER' } as Record<string, string>;
  for (const table of syncedTables)
    for (const name of [table.name, `server_${table.name}`]) {
      const columns = db.selectArrays('SELECT name, type FROM pragma_table_info(?)', [name]);
      const declared = table.fields.map((field) => [field.name, kinds[field.kind] ?? 'TEXT']);
      expect(columns.slice(0, 2 + declared.length)).toEqual([
        ['id', 'TEXT'],
        ['revision', 'INTEGER'],
        ...declared,
      ]);
    }
  expect(db.selectArrays('SELECT name, version FROM sync_tables ORDER BY name')).toEqual(
    syncedTables
      .map(({ name, version }) => [name, version])
      .sort(([one], [other]) => (one! < other! ? -1 : 1)),
  );
});

test('rows of a frame are loaded in one statement, each value as it came', () => {
  const harvests = tableOf('harvests');
  load(
    harvests,
    row(harvests, 'h1', 7, {
      site_id: 's',
      user_id: 'u',
      stage: 'drying',
      photos: ['b', 'a'],
      conflict_seen: true,
    }),
  );
  const weights = tableOf('harvest_weights');
  load(
    weights,
    row(weights, 'w1', 8, { site_id: 's', grams: '12345678901234567890.12345678', harvest_id: 'h1' }),
  );

  expect(db.selectObject('SELECT id, revision, photos, conflict_seen, notes FROM harvests')).toEqual({
    id: 'h1',
    revision: 7,
    photos: '["b","a"]',
    conflict_seen: 1,
    notes: null,
  });
  expect(db.selectValue('SELECT grams FROM harvest_weights')).toBe('12345678901234567890.12345678');
});

test('a row that comes again is overwritten', () => {
  load(tasks, row(tasks, 't1', 7, { title: 'Water' }), row(tasks, 't2', 7, { title: 'Feed' }));
  load(tasks, row(tasks, 't1', 9, { title: 'Prune' }));
  expect(db.selectArrays('SELECT id, revision, title FROM tasks ORDER BY id')).toEqual([
    ['t1', 9, 'Prune'],
    ['t2', 7, 'Feed'],
  ]);
});

test('a header with other fields: unknown ones are left out, missing ones are as in a new row', () => {
  const sql = loadSql(tasks, ['id', 'revision', 'from_the_future', 'status', 'title']);
  db.exec({ sql, bind: [JSON.stringify([['t1', 7, 'x', 'open', 'Water']])] });
  expect(db.selectObject('SELECT title, status, notes, conflict_seen FROM tasks')).toEqual({
    title: 'Water',
    status: 'open',
    notes: null,
    conflict_seen: 0,
  });
});

test('a beginning is written as its type wants it', () => {
  const [first] = tasks.fields;
  const table: SyncTable = {
    ...tasks,
    name: 'beds',
    fields: [
      { ...first!, name: 'word', kind: 'text', initial: "it's" },
      { ...first!, name: 'count', kind: 'whole_number', initial: '7' },
    ],
  };
  for (const sql of tableSql(table)) db.exec(sql);
  db.exec({ sql: loadSql(table, ['id', 'revision']), bind: ['[["b",1]]'] });
  expect(db.selectArray('SELECT word, count FROM beds')).toEqual(["it's", 7]);
});

describe('search', () => {
  test('finds words, beginnings and accents, in every searched field', () => {
    load(
      tasks,
      row(tasks, 't1', 1, { title: 'Water the plants' }),
      row(tasks, 't2', 1, { title: 'Éclairage', notes: 'watering' }),
    );
    expect(found('water')).toEqual(['t1']);
    expect(found('wat*')).toEqual(['t1', 't2']);
    expect(found('eclairage')).toEqual(['t2']);
    expect(found('title: watering')).toEqual([]);
  });

  test('follows changes and deletes', () => {
    load(tasks, row(tasks, 't1', 1, { title: 'Water' }), row(tasks, 't2', 1, { title: 'Feed' }));
    load(tasks, row(tasks, 't1', 2, { title: 'Prune' }));
    db.exec("DELETE FROM tasks WHERE id = 't2'");
    expect([found('water'), found('feed'), found('prune')]).toEqual([[], [], ['t1']]);
    checkSearch();
  });

  test('is filled at once when the rows were there before it', () => {
    const fresh = new sqlite.oo1.DB(':memory:');
    for (const sql of tableSql(tasks)) fresh.exec(sql);
    fresh.exec({
      sql: loadSql(tasks, fieldsOf(tasks)),
      bind: [JSON.stringify([row(tasks, 't1', 1, { title: 'Water' })])],
    });
    for (const sql of [...indexSql(tasks), ...searchSql(tasks)]) fresh.exec(sql);
    const hits = () => fresh.selectValue(`SELECT count(*) FROM ${search} WHERE ${search} MATCH 'water'`);
    expect(hits()).toBe(0);
    fresh.exec(fillSearchSql(tasks) ?? '');
    expect(hits()).toBe(1);
    fresh.close();
  });

  test('is not made where nothing is searched', () => {
    const weights = tableOf('harvest_weights');
    expect(searchSql(weights)).toEqual([]);
    expect(fillSearchSql(weights)).toBeUndefined();
  });
});

test('lists read the declared indexes', () => {
  const plan = db.selectObjects("EXPLAIN QUERY PLAN SELECT id FROM tasks WHERE status = 'open'");
  expect(plan[0]).toMatchObject({ detail: expect.stringContaining('tasks_status') as string });
});

describe('the outbox', () => {
  const insert = (id: string, state = 'waiting') =>
    db.exec({
      sql: `INSERT INTO outbox (id, table_name, row_id, state, bytes, operation) VALUES (?, 'tasks', 't1', ?, 2, '{}')`,
      bind: [id, state],
    });

  test('takes an id once', () => {
    insert('a');
    expect(() => insert('a')).toThrow('UNIQUE');
  });

  test('knows no other states', () => expect(() => insert('a', 'lost')).toThrow('CHECK'));

  test('never uses a place again', () => {
    insert('a');
    db.exec('DELETE FROM outbox');
    insert('b');
    expect(db.selectValue('SELECT seq FROM outbox')).toBe(2);
  });

  test('there is one state of the sync', () =>
    expect(() => db.exec('INSERT INTO sync_state (one) VALUES (2)')).toThrow('CHECK'));
});
