import { beforeEach, describe, expect, test } from 'vitest';
import { end, engineOf, FakeServer, header, nothingNew, refusal, rows } from '../../../test/fakeServer';
import { memoryStore, newId, newTask, rename, save, wireTask } from '../../../test/memoryStore';
import { readState } from '../store/deviceState';
import { wholeOutbox } from '../store/outboxTable';
import { readScreen } from '../store/screenQuery';
import type { Store } from '../store/store';
import type { DeviceEngine } from './engine';
import type { Progress } from './pullRun';
import { readStatus } from './status';

let store: Store;
let server: FakeServer;
let engine: DeviceEngine;
let changes: string[][];
const [a, b, c] = [newId(), newId(), newId()];

beforeEach(async () => {
  changes = [];
  store = await memoryStore(undefined, (names) => changes.push([...names]));
  server = new FakeServer();
  engine = engineOf(store, server);
  return () => store.close();
});

const shown = () =>
  Object.fromEntries(
    readScreen(store, { table: 'tasks' }).rows.map(({ id, values }) => [id, values['title']]),
  );
const titled = (id: string, revision: number, title: string) => wireTask(id, revision, { title });
const pull = async (...lines: (object | 'cut')[]) => {
  server.pulls = [lines];
  await engine.sync(true);
};
const filled = () => pull(header(true), rows([titled(a, 1, 'A'), titled(b, 1, 'B')], 'c1'), end('c'));

describe('a first download', () => {
  test('is stored as it comes, and goes on from the last frame after a break', async () => {
    await pull(header(true), rows([titled(a, 1, 'A')], 'c1'), rows([titled(b, 1, 'B')], 'c2'), 'cut');
    expect(Object.keys(shown())).toEqual([a, b]);
    expect(readState(store)).toMatchObject({
      cursor: 'c2',
      isFirst: true,
      pull: { error: { kind: 'network' } },
    });

    const seen: (Progress | null)[] = [];
    const watched = engineOf(store, server);
    Object.defineProperty(watched, 'progress', {
      set: (one: Progress | null) => seen.push(one),
      get: () => null,
    });
    server.pulls = [[header(true), rows([titled(c, 1, 'C')], 'c3'), end('done')]];
    await watched.sync(true);
    expect(server.cursors).toEqual([null, 'c2']);
    expect(Object.keys(shown())).toEqual([a, b, c]);
    expect(seen.filter((one) => one !== null)).toEqual([
      { done: 2, total: 3 },
      { done: 3, total: 3 },
    ]);
    expect(readState(store)).toMatchObject({ cursor: 'done', isFirst: false, revision: 50 });
  });

  test('a frame is there with its cursor or not at all', async () => {
    await pull(header(true), rows([titled(a, 1, 'A')], 'c1'), rows([['no row']], 'c2'));
    expect([Object.keys(shown()), readState(store).cursor]).toEqual([[a], 'c1']);
  });

  test('tables of a newer server are passed over', async () => {
    const beds = { name: 'beds', version: 1, fields: ['id', 'revision'], rows: 1 };
    await pull(
      header(true, { tables: [beds] }),
      { table: 'beds', created: [['x', 1]], cursor: 'c1' },
      end('c'),
    );
    expect(readState(store)).toMatchObject({ cursor: 'c', isFirst: false });
  });

  test('fills tables without indexes and search, and makes both at its end, also after a break', async () => {
    const made = () =>
      store
        .all(
          "SELECT name FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1",
        )
        .map(({ name }) => name)
        .filter((name) => String(name).includes('tasks'));
    const before = made();
    expect(before).toContain('search_tasks_add');
    await pull(header(true), rows([titled(a, 1, 'Water')], 'c1'), 'cut');
    expect(made()).toEqual([]);
    const mine = newId();
    save(store, newTask(mine, 'Water mine'));
    server.push_ = () => new TypeError('Failed to fetch');
    server.pulls = [[header(true), rows([titled(b, 1, 'Water too')], 'c2'), end('c')]];
    await engineOf(store, server).sync(true);
    expect(made()).toEqual(before);
    const found = () => readScreen(store, { table: 'tasks', search: 'wat' }).rows.map(({ id }) => id);
    expect(found().sort()).toEqual([a, b, mine].sort());
    server.pulls = [[header(false), rows([titled(c, 60, 'Water three')]), end('d', 60)]];
    await engineOf(store, server).sync(true);
    expect(found()).toHaveLength(4);
  });
});

describe('a later pull', () => {
  beforeEach(filled);

  test('is shown as a whole, with its cursor', async () => {
    changes = [];
    await pull(
      header(false),
      rows([titled(c, 2, 'C')]),
      rows([], undefined, { updated: [titled(a, 2, 'A2')], deleted: [b] }),
      end('next', 60),
    );
    expect(shown()).toEqual({ [a]: 'A2', [c]: 'C' });
    expect(changes.filter((names) => names.includes('tasks'))).toHaveLength(1);
    expect(readState(store)).toMatchObject({ cursor: 'next', revision: 60 });
  });

  test('that was cut off changes nothing, not even after a restart', async () => {
    await pull(header(false), rows([titled(c, 2, 'C')]), 'cut');
    expect([shown(), readState(store).cursor]).toEqual([{ [a]: 'A', [b]: 'B' }, 'c']);
    await pull(header(false), end('next'));
    expect(shown()).toEqual({ [a]: 'A', [b]: 'B' });
  });

  test('goes below what is unsent: the edit stays on the screen', async () => {
    save(store, rename(a, 'Mine'));
    server.push_ = () => new TypeError('away');
    await pull(
      header(false),
      rows([], undefined, { updated: [wireTask(a, 7, { title: 'A', notes: 'theirs' })] }),
      end('n'),
    );
    const [row] = readScreen(store, { table: 'tasks' }).rows;
    expect(row?.values).toMatchObject({ title: 'Mine', notes: 'theirs' });
    expect(row?.revision).toBe(7);
    expect(row?.status).toBe('sent');
  });

  test('lets what was never sent stand on the row as it came', async () => {
    save(store, rename(a, 'Mine'));
    server.who = null;
    server.pulls = [
      [header(false), rows([], undefined, { updated: [wireTask(a, 7, { title: 'A' })] }), end('n')],
    ];
    const { pullRun } = await import('./pullRun');
    await pullRun(store, server, {
      now: () => 0,
      isCheckDue: () => false,
      onProgress: () => undefined,
    });
    expect(wholeOutbox(store)[0]?.operation.base).toBe(7);
  });

  test('deletes a row below an edit; when the edit is given up the row is gone', async () => {
    save(store, rename(a, 'Mine'));
    server.push_ = (body) => body.operations.map(({ id }) => ({ id, status: 'rejected', code: 'x.y' }));
    await pull(header(false), rows([], undefined, { deleted: [a] }), end('n'));
    expect(shown()).toEqual({ [a]: 'Mine', [b]: 'B' });
    engine.discard(wholeOutbox(store).map((one) => one.id));
    expect(shown()).toEqual({ [b]: 'B' });
  });
});

describe('410', () => {
  beforeEach(filled);
  const anew = [header(true), rows([titled(b, 9, 'B')], 'c1'), end('fresh')];

  test('downloads anew, keeps the outbox, and drops what did not come', async () => {
    const row = newId();
    save(store, newTask(row, 'Unsent'));
    save(store, rename(a, 'Edited'));
    server.push_ = () => new TypeError('away');
    server.pulls = [refusal(410, 'sync.resync_required'), anew];
    await engine.sync(true);
    expect(server.cursors.slice(-2)).toEqual(['c', null]);
    expect(shown()).toEqual({ [a]: 'Edited', [b]: 'B', [row]: 'Unsent' });
    expect(readStatus(engine)).toMatchObject({ unsent: 2, isFirst: false });
    const mine = wholeOutbox(store).find((one) => one.operation.row === a)!;
    store.run('DELETE FROM outbox WHERE seq = ?', [mine.seq]);
    await pull(...nothingNew);
    expect(Object.keys(shown())).toContain(b);
  });

  test('keeps the old rows to be read until the new ones are in', async () => {
    server.pulls = [
      refusal(410, 'sync.resync_required'),
      [header(true), rows([titled(b, 9, 'B9')], 'c1'), 'cut'],
    ];
    await engine.sync(true);
    expect(shown()).toEqual({ [a]: 'A', [b]: 'B9' });
    await pull(header(true), end('fresh'));
    expect(shown()).toEqual({ [b]: 'B9' });
  });

  test('keeps the rows of a table that is off, and drops what is gone once it is on again', async () => {
    server.pulls = [
      refusal(410, 'sync.resync_required'),
      [header(true, { tables: [], off: ['tasks'] }), end('f')],
    ];
    await engine.sync(true);
    expect(shown()).toEqual({ [a]: 'A', [b]: 'B' });
    expect(readStatus(engine).off).toEqual(['tasks']);
    await pull(header(false), rows([titled(b, 9, 'B9')]), end('on'));
    expect(shown()).toEqual({ [b]: 'B9' });
    expect(readStatus(engine).off).toEqual([]);
  });

  test('again and again is not followed for ever', async () => {
    server.pulls = [refusal(410, 'sync.resync_required')];
    await engine.sync(true);
    expect(readStatus(engine).receiveError).toMatchObject({ kind: 'unknown' });
    expect(server.cursors).toHaveLength(1 + 3);
  });
});
