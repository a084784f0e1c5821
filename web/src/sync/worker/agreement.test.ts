import { beforeEach, describe, expect, test } from 'vitest';
import { end, engineOf, FakeServer, header, rows } from '../../../test/fakeServer';
import { clock, memoryStore, newId, newTask, rename, save, wireTask } from '../../../test/memoryStore';
import { digestOf } from '../digest';
import { readState } from '../store/deviceState';
import { readScreen } from '../store/screenQuery';
import type { Store } from '../store/store';
import type { DeviceEngine } from './engine';

let store: Store;
let server: FakeServer;
let engine: DeviceEngine;
const [a, b, c] = [newId(), newId(), newId()];
const titled = (id: string, revision: number, title: string) => wireTask(id, revision, { title });

beforeEach(async () => {
  store = await memoryStore();
  server = new FakeServer();
  engine = engineOf(store, server);
  return () => store.close();
});

const counted = (...held: (readonly [string, number])[]) => ({
  digests: [{ table: 'tasks', ...digestOf(held) }],
});
const pull = async (...answers: object[][]) => {
  server.pulls = answers;
  await engine.sync(true);
};
const filled = () =>
  pull([
    header(true),
    rows([titled(a, 1, 'A'), titled(b, 2, 'B')], 'c1'),
    end('c', 50, counted([a, 1], [b, 2])),
  ]);
const titles = () => readScreen(store, { table: 'tasks' }).rows.map(({ values }) => values['title']);
const told = () => store.all("SELECT detail FROM sync_log WHERE what = 'pull.diverged'");

describe('whether the device holds what the server says', () => {
  test('is counted at the end of a pull, also below unsent work', async () => {
    await filled();
    save(store, rename(a, 'A here'), newTask(newId()));
    save(store, { kind: 'delete', table: 'tasks', row: b });
    server.push_ = () => new TypeError('Failed to fetch');
    await pull([header(false), rows([titled(c, 60, 'C')]), end('d', 60, counted([a, 1], [b, 2], [c, 60]))]);
    expect(told()).toEqual([]);
    expect(server.cursors).toEqual([null, 'c']);
  });

  test('a row that was lost and one too many are found and mended by asking for the table again', async () => {
    await filled();
    store.run('DELETE FROM tasks WHERE id = ?', [a]);
    const stray = newId();
    store.run("INSERT INTO tasks (id, revision, title) VALUES (?, 7, 'Stray')", [stray]);
    const truth = counted([a, 1], [b, 2], [c, 60]);
    await pull(
      [header(false), rows([titled(c, 60, 'C')]), end('d', 60, truth)],
      [header(false), rows([titled(a, 1, 'A'), titled(b, 2, 'B'), titled(c, 60, 'C')]), end('e', 60, truth)],
    );
    expect(titles().sort()).toEqual(['A', 'B', 'C']);
    expect(server.again).toEqual([[], [], ['tasks']]);
    expect(told()).toEqual([{ detail: 'tasks: 3 rows here, 3 on the server' }]);
    expect(readState(store)).toMatchObject({ kept: [], cursor: 'e', isFirst: false });
  });

  test('what does not agree after it came whole is told, and not asked for for ever', async () => {
    await filled();
    const other = counted([a, 1]);
    await pull(
      [header(false), rows([titled(c, 60, 'C')]), end('d', 60, other)],
      [header(false), rows([titled(a, 1, 'A'), titled(c, 60, 'C')]), end('e', 60, other)],
    );
    expect(server.again).toEqual([[], [], ['tasks']]);
    expect(told()).toHaveLength(2);
    expect(readState(store).kept).toEqual([]);
  });

  test('is counted once an hour, and at a new start', async () => {
    await filled();
    const changes = (cursor: string) => [header(false), rows([]), end(cursor, 60, counted())];
    const same = [header(false), rows([titled(a, 1, 'A')]), end('d', 60, counted([a, 1], [b, 2]))];
    await pull(same);
    await pull(changes('e'));
    expect(told()).toEqual([]);
    clock.now += 60 * 60 * 1_000;
    await pull(changes('f'));
    expect(told()).toHaveLength(1);
  });
});
