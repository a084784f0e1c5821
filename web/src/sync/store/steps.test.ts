import { beforeEach, describe, expect, test } from 'vitest';
import { newId, save, site } from '../../../test/memoryStore';
import { frameOf, harvest, madeBy, momentOf, notes, step, stepStore, weight } from '../../../test/stepStore';
import { applyResults, discard, dropPulled, release } from '../outbox';
import { writeDecision } from '../worker/pushRun';
import { wholeOutbox, writeOutbox } from './outboxTable';
import { refreshWork } from './prediction';
import { applyFrame } from './pulledRows';
import { readScreen } from './screenQuery';
import type { Store } from './store';

let store: Store;
let changes: string[][];
let row: string;

beforeEach(async () => {
  changes = [];
  store = await stepStore((names) => changes.push([...names].sort()));
  row = newId();
  return () => store.close();
});

const read = (table: string) => readScreen(store, { table }).rows;
const shown = (id: string, table = 'harvests') => read(table).find((one) => one.id === id);
const weighed = () =>
  read('harvest_weights')
    .map((one) => one.values['kind'] as string)
    .sort((a, b) => b.localeCompare(a));
const operations = () => wholeOutbox(store).map((one) => one.operation);
const pull = (table: string, rows: Record<string, string>[], deleted: string[] = []) =>
  store.transact(() => {
    const { header, frame } = frameOf(table, rows, deleted);
    applyFrame(store, header, frame);
    refreshWork(store, []);
  });
const served = (id: string, set: Record<string, string> = {}) => ({
  ...{ id, revision: '5', site_id: site, user_id: site, stage: 'harvest' },
  ...set,
});
const servedWeight = (id: string, of: string) => ({
  ...{ id, revision: '5', site_id: site, user_id: site, harvest_id: of, kind: 'wet', grams: '10' },
  measured_at: '2026-11-20T08:00:00.000Z',
});
const decide = (how: (ids: ReadonlySet<string>) => Parameters<typeof writeDecision>[2], id: string) =>
  store.transact(() => writeDecision(store, wholeOutbox(store), how(new Set([id]))));
const answerAll = (revision: number) =>
  store.transact(() => {
    const outbox = wholeOutbox(store);
    const results = outbox.map(({ id }) => ({ id, status: 'applied', revision }) as const);
    writeOutbox(store, outbox, applyResults(outbox, results));
  });

describe('a step', () => {
  beforeEach(() => {
    pull('harvests', [served(row)]);
    pull('harvest_weights', [servedWeight(newId(), row)]);
    changes = [];
  });

  test('is one operation, seen at once on every row that it touches', () => {
    const [id = ''] = save(store, step('harvest.next', row)).operations;
    expect(operations()).toMatchObject([
      { id, kind: 'intent', name: 'harvest.next', table: 'harvests', row },
    ]);
    expect(shown(row)).toMatchObject({ status: 'pending', values: { stage: 'drying', conflict_seen: true } });
    expect(shown(madeBy(id), 'harvest_weights')).toMatchObject({
      status: 'pending',
      values: { kind: 'drying', grams: '1', user_id: store.user },
    });
    expect(changes).toEqual([['harvest_weights', 'harvests', 'outbox']]);
  });

  test('that the rules refuse is said with its code, and nothing of what belongs to it is stored', () => {
    const other = newId();
    pull('harvests', [served(other)]);
    changes = [];
    const saved = save(store, notes(row, 'Sticky'), step('harvest.next', other));
    expect(saved).toMatchObject({ faults: [{ row: other, fault: 'refused', code: 'harvest.not_weighed' }] });
    expect([operations(), shown(row)?.values['notes'], changes]).toEqual([[], null, []]);
  });

  test('whose wish stands already is not stored', () => {
    expect(save(store, step('harvest.tally', row))).toEqual({ operations: [], faults: [] });
    expect([operations(), shown(row)?.status]).toEqual([[], 'confirmed']);
  });

  test('sees what belongs to it and was done before it', () => {
    const [fresh, heavy] = [newId(), newId()];
    const saved = save(store, harvest(fresh), weight(heavy, fresh), step('harvest.next', fresh));
    expect(saved.operations).toHaveLength(3);
    expect(shown(fresh)?.values['stage']).toBe('drying');
    expect(new Set(operations().map((one) => one.group)).size).toBe(1);
  });

  test('stands on the steps before it', () => {
    save(store, step('harvest.next', row));
    save(store, step('harvest.next', row));
    expect(save(store, step('harvest.next', row)).faults).toMatchObject([{ field: 'stage' }]);
    expect([shown(row)?.values['stage'], weighed()]).toEqual(['curing', ['wet', 'drying', 'curing']]);
  });

  test('is judged by what was done before it, not by what was done after', () => {
    const [pointer, target] = [newId(), newId()];
    save(store, harvest(target));
    save(store, harvest(pointer, { notes: target }), step('harvest.tally', pointer));
    save(store, notes(pointer, 'something else'));
    save(store, weight(newId(), pointer));
    store.transact(() => refreshWork(store, []));
    expect(shown(target)?.values['stage_started_at']).toBe(momentOf(0));
  });

  test('still counts a row that was made here before it and given another parent, or deleted, after it', () => {
    const [batch, one, moved, gone] = [newId(), newId(), newId(), newId()];
    for (const id of [one, moved, gone]) save(store, harvest(id, { batch_id: batch }));
    save(store, step('harvest.siblings', one));
    save(store, { kind: 'patch', table: 'harvests', row: moved, set: { batch_id: newId() } });
    save(store, { kind: 'delete', table: 'harvests', row: gone });
    store.transact(() => refreshWork(store, []));
    expect(shown(one)?.values['stage_started_at']).toBe(momentOf(3));
  });

  test('may write to entries that are otherwise only added', () => {
    const target = newId();
    save(store, harvest(target));
    save(store, notes(row, target));
    save(store, step('harvest.tally', row));
    expect(read('harvest_weights')).toMatchObject([
      { status: 'pending', values: { tare_g: '2', grams: '10' } },
    ]);
  });

  test('gives way to the server’s rows without a moment in which they are gone or doubled', () => {
    const [id = ''] = save(store, step('harvest.next', row)).operations;
    answerAll(8);
    expect(shown(row)?.values['stage']).toBe('drying');
    store.transact(() => {
      for (const [table, one] of [
        ['harvests', served(row, { revision: '8', stage: 'drying' })],
        ['harvest_weights', { ...servedWeight(madeBy(id), row), kind: 'drying', revision: '8' }],
      ] as const) {
        const { header, frame } = frameOf(table, [one]);
        applyFrame(store, header, frame);
      }
      const before = wholeOutbox(store);
      refreshWork(store, writeOutbox(store, before, dropPulled(before, 8)).rows);
    });
    expect(shown(row)).toMatchObject({ revision: 8, status: 'confirmed', values: { stage: 'drying' } });
    expect(weighed()).toEqual(['wet', 'drying']);
    expect(store.count('SELECT count(*) FROM server_harvests')).toBe(0);
    expect(store.count('SELECT count(*) FROM server_harvest_weights')).toBe(0);
  });

  test('that came to nothing on the server leaves nothing on the screen', () => {
    save(store, step('harvest.next', row));
    answerAll(8);
    store.transact(() => {
      const before = wholeOutbox(store);
      refreshWork(store, writeOutbox(store, before, dropPulled(before, 8)).rows);
    });
    expect([shown(row)?.values['stage'], weighed()]).toEqual(['harvest', ['wet']]);
  });

  test('that cannot be done any more after a pull shows nothing, and shows again when it can', () => {
    save(store, step('harvest.next', row));
    pull('harvests', [served(row, { stage: 'inventory', revision: '6' })]);
    expect([shown(row)?.values['stage'], weighed()]).toEqual(['inventory', ['wet']]);
    pull('harvests', [served(row, { stage: 'drying', revision: '7' })]);
    expect([shown(row)?.values['stage'], weighed()]).toEqual(['curing', ['wet', 'curing']]);
  });

  test('that decides otherwise after a pull writes to other rows and leaves the first ones', () => {
    const [one, other] = [newId(), newId()];
    pull('harvests', [served(one), served(other), served(row, { notes: one })]);
    save(store, step('harvest.tally', row));
    expect([shown(one)?.status, shown(other)?.status]).toEqual(['pending', 'confirmed']);
    pull('harvests', [served(row, { notes: other, revision: '6' })]);
    const started = (id: string) => shown(id)?.values['stage_started_at'];
    expect([started(one), shown(one)?.status]).toEqual([null, 'confirmed']);
    expect([started(other), shown(other)?.status]).toEqual([momentOf(1), 'pending']);
  });

  test('falls with the edit that it stood on when that is given up', () => {
    const [fresh, heavy] = [newId(), newId()];
    save(store, harvest(fresh));
    const [id = ''] = save(store, weight(heavy, fresh)).operations;
    save(store, step('harvest.next', fresh));
    const why = { status: 'rejected', code: 'sync.not_allowed' } as const;
    store.transact(() => {
      const outbox = wholeOutbox(store);
      writeOutbox(store, outbox, applyResults(outbox, [{ id, ...why }]));
    });
    expect(shown(fresh)?.values['stage']).toBe('drying');
    decide((ids) => discard(wholeOutbox(store), ids), id);
    expect([shown(fresh)?.values['stage'], weighed()]).toEqual(['harvest', ['wet']]);
  });

  test('that is tried again under another id makes its row under that id alone', () => {
    const [id = ''] = save(store, step('harvest.next', row)).operations;
    store.transact(() => {
      const outbox = wholeOutbox(store);
      writeOutbox(store, outbox, applyResults(outbox, [{ id, status: 'rejected', code: 'harvest.locked' }]));
    });
    expect(shown(row)).toMatchObject({ status: 'parked', refusal: { code: 'harvest.locked' } });
    expect(shown(madeBy(id), 'harvest_weights')?.status).toBe('parked');
    const again = newId();
    decide((ids) => release(wholeOutbox(store), ids, () => again), id);
    expect(shown(madeBy(id), 'harvest_weights')).toBeUndefined();
    expect(shown(madeBy(again), 'harvest_weights')?.status).toBe('pending');
  });

  test('that this version does not know is never saved, and one from before does not stand in the way', () => {
    expect(() => save(store, step('harvest.paint', row))).toThrow('no step');
    save(store, step('harvest.next', row));
    store.run("UPDATE outbox SET operation = json_set(operation, '$.name', 'harvest.paint')");
    pull('harvests', [served(row, { revision: '6' })]);
    expect(shown(row)).toMatchObject({ status: 'pending', values: { stage: 'harvest' } });
  });
});
