import { beforeEach, describe, expect, test } from 'vitest';
import { clock, memoryStore, newId, newTask, rename, save, site } from '../../../test/memoryStore';
import { wholeOutbox } from './outboxTable';
import { saveWork } from './saveWork';
import { readScreen } from './screenQuery';
import type { Store } from './store';

let store: Store;
let changes: string[][];

beforeEach(async () => {
  changes = [];
  store = await memoryStore(undefined, (names) => changes.push([...names].sort()));
  return () => store.close();
});

const titles = () => readScreen(store, { table: 'tasks' }).rows.map((row) => row.values['title']);
const operations = () => wholeOutbox(store).map((one) => one.operation);

test('a new row is on the screen and in the outbox, and screens are told once', () => {
  const row = newId();
  const saved = save(store, newTask(row));
  expect(saved.operations).toHaveLength(1);
  expect(readScreen(store, { table: 'tasks' })).toMatchObject({
    rows: [{ id: row, revision: 0, status: 'pending', values: { title: 'Water', conflict_seen: false } }],
    total: 1,
  });
  expect(operations()).toMatchObject([{ kind: 'create', base: 0, row, set: { site_id: site } }]);
  expect(changes).toEqual([['outbox', 'tasks']]);
});

test('what is wrong is said, and nothing of the whole group is stored', () => {
  const saved = save(store, newTask(newId()), newTask(newId(), ' '));
  expect(saved).toMatchObject({
    operations: [],
    faults: [{ table: 'tasks', field: 'title', fault: 'empty' }],
  });
  expect([titles(), operations(), changes]).toEqual([[], [], []]);
});

test('a transaction that ends in a fault leaves nothing, and screens hear nothing', () => {
  const work = () =>
    store.transact(() => {
      save(store, newTask(newId()));
      throw new Error('pulled the plug');
    });
  expect(work).toThrow('pulled the plug');
  expect([titles(), operations(), changes]).toEqual([[], [], []]);
  save(store, newTask(newId()));
  expect(titles()).toHaveLength(1);
});

test('a fault in the middle of storing leaves neither row nor operation', () => {
  const id = newId();
  const twice = () =>
    saveWork(store, 'r', [newTask(newId()), newTask(newId())], { now: () => clock.now, newId: () => id });
  expect(twice).toThrow();
  expect([titles(), operations(), changes]).toEqual([[], [], []]);
});

test('what belongs together has one group, what stands alone has none', () => {
  save(store, newTask(newId()), newTask(newId()));
  save(store, newTask(newId()));
  const [one, other, alone] = operations();
  expect(one?.group).toBeDefined();
  expect([other?.group, alone?.group]).toEqual([one?.group, undefined]);
});

test('the same request of another tab does nothing a second time', () => {
  const [row, outside] = [newId(), { now: () => clock.now, newId }];
  const first = saveWork(store, 'request', [newTask(row)], outside);
  store.run('DELETE FROM outbox');
  expect(saveWork(store, 'request', [newTask(row)], outside)).toEqual(first);
  expect(operations()).toEqual([]);
});

describe('an edit', () => {
  test('names what the person saw, and only what changed', () => {
    const row = newId();
    save(store, newTask(row));
    save(store, rename(row, 'Feed', { set: { title: 'Feed', status: 'open' } }));
    expect(operations()[1]).toMatchObject({ kind: 'patch', set: { title: 'Feed' }, old: { title: 'Water' } });
    expect(titles()).toEqual(['Feed']);
  });

  test('of a form that was opened earlier names what stood in the form', () => {
    const row = newId();
    save(store, newTask(row, 'Prune'));
    save(store, rename(row, 'Feed', { saw: { title: 'Water' } }));
    expect(operations()[1]).toMatchObject({ old: { title: 'Water' } });
  });

  test('of a field that stood empty in the form says so, though the device knows a value by now', () => {
    const row = newId();
    const task = newTask(row);
    save(store, { ...task, set: { ...task.set, time_zone: 'America/Denver' } });
    save(store, rename(row, '', { set: { time_zone: 'UTC' }, saw: { time_zone: null } }));
    expect(operations()[1]).toMatchObject({ set: { time_zone: 'UTC' }, old: { time_zone: null } });
  });

  test('that changes nothing is no operation', () => {
    const row = newId();
    save(store, newTask(row));
    expect(save(store, rename(row, 'Water'))).toEqual({ operations: [], faults: [] });
    expect(operations()).toHaveLength(1);
  });

  test('of a row that is not there is refused', () => {
    expect(save(store, rename(newId(), 'Feed')).faults).toMatchObject([{ field: 'id', fault: 'unknown' }]);
  });

  test('of a deleted row is refused; the delete takes it off the screen', () => {
    const row = newId();
    save(store, newTask(row));
    save(store, { kind: 'delete', table: 'tasks', row });
    expect(titles()).toEqual([]);
    expect(save(store, rename(row, 'Feed')).faults).toHaveLength(1);
  });
});

test('moments go forward although the clock was set back by a minute', () => {
  save(store, newTask(newId()));
  clock.now -= 60_000;
  save(store, newTask(newId()));
  clock.now += 60_000;
  const [first, second] = operations().map((one) => Date.parse(one.at));
  expect(second).toBe(first! + 1);
});

describe('a screen', () => {
  beforeEach(() => {
    save(store, newTask('00000000-0000-7000-8000-0000000000f1', 'Water the veg room'));
    save(store, newTask('00000000-0000-7000-8000-0000000000f2', 'Feed'));
  });

  test('searches, sorts and counts beyond its limit', () => {
    expect(readScreen(store, { table: 'tasks', search: 'veg wat' }).rows).toHaveLength(1);
    expect(readScreen(store, { table: 'tasks', search: '" OR *' }).rows).toEqual([]);
    const sorted = readScreen(store, { table: 'tasks', order: [{ field: 'title' }], limit: 1 });
    expect([sorted.rows[0]?.values['title'], sorted.total]).toEqual(['Feed', 2]);
  });

  test('asks for values, never for SQL', () => {
    const where = (field: string, value: string) =>
      readScreen(store, { table: 'tasks', where: [{ field, is: 'equal', value }] }).total;
    expect(where('title', 'Feed')).toBe(1);
    expect(where('title', "x' OR 1=1 --")).toBe(0);
    expect(() => where('1=1 OR title', 'x')).toThrow('has no field');
    expect(() => readScreen(store, { table: 'outbox' })).toThrow('no table');
  });
});
