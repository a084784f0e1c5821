import { describe, expect, test } from 'vitest';
import { answer, box, ids, patch, remove, states, tasks, title, weights } from '../../test/syncOperations';
import { faultsOf, wireOf } from './operation';
import {
  append,
  applyResults,
  discard,
  dropPulled,
  markSent,
  park,
  release,
  StepTooLarge,
  toSend,
  unsent,
} from './outbox';

describe('appending', () => {
  test('keeps the order and counts on', () => {
    const outbox = append(box(title('a', 'B', 'A')), 2, [title('b', 'C', 'B'), title('c', 'D', 'C')]);
    expect(outbox.map((one) => [one.seq, one.id, one.state])).toEqual([
      [1, 'a', 'waiting'],
      [2, 'b', 'waiting'],
      [3, 'c', 'waiting'],
    ]);
  });

  test('refuses an id that is there already, also twice in one go', () => {
    expect(() => append(box(remove('a')), 2, [remove('a')])).toThrow('a is in the outbox already');
    expect(() => append([], 1, [remove('a'), remove('a')])).toThrow('a is in the outbox already');
  });

  test('refuses a step that no request could hold, before anything is stored', () => {
    const long = 'x'.repeat(950_000);
    const step = ['a', 'b', 'c'].map((id) => title(id, long, 'A', { group: 'g' }));
    expect(() => append([], 1, step)).toThrow(StepTooLarge);
    expect(append([], 1, step.slice(0, 1))).toHaveLength(1);
    expect(() => append([], 1, [title('a', 'x'.repeat(1_900_000), 'A')])).toThrow(StepTooLarge);
    const many = Array.from({ length: 1_001 }, (_, place) => remove(`o${place}`, { group: 'g' }));
    expect(() => append([], 1, many)).toThrow(StepTooLarge);
    expect(append([], 1, many.slice(1))).toHaveLength(1_000);
  });

  test('counts bytes as they go over the wire, not characters', () => {
    const [plain, leaf] = box(title('a', 'x', 'A'), title('b', '🌿', 'A'));
    expect(leaf!.bytes - plain!.bytes).toBe(3);
    expect(plain!.bytes).toBe(JSON.stringify(wireOf(plain!.operation)).length);
  });

  test('a step goes out under its name, without the table that only the device needs', () => {
    const step = { ...remove('a'), kind: 'intent', name: 'task.complete' } as const;
    expect(wireOf(step)).not.toHaveProperty('table');
    expect(wireOf(step)).toMatchObject({ kind: 'intent', name: 'task.complete', row: 'r1' });
    expect(wireOf(remove('b'))).toHaveProperty('table', 'tasks');
  });
});

describe('checking an edit before it is stored', () => {
  test('finds what the server would refuse', () => {
    expect(
      faultsOf(tasks, patch('a', { title: ' ', nonsense: 1, conflict_seen: true, due_at: null }, {})),
    ).toEqual([
      { field: 'title', fault: 'empty' },
      { field: 'nonsense', fault: 'unknown' },
      { field: 'conflict_seen', fault: 'server_owned' },
    ]);
  });

  test('a new row needs its required fields, an edit only those that it sets', () => {
    const create = patch('a', { title: 'Water', status: 'open' }, undefined, { kind: 'create', base: 0 });
    expect(faultsOf(tasks, create)).toEqual([{ field: 'site_id', fault: 'empty' }]);
    expect(faultsOf(tasks, title('b', 'Feed', 'Water'))).toEqual([]);
  });

  test('entries that are only added are not changed or deleted', () => {
    expect(faultsOf(weights, remove('a'))).toEqual([{ field: '*', fault: 'append_only' }]);
    expect(faultsOf(weights, patch('a', { grams: '1' }, {}))).toEqual([{ field: '*', fault: 'append_only' }]);
  });
});

describe('sending', () => {
  test('what has no answer yet goes first and alone', () => {
    const outbox = box(remove('a'), remove('b'));
    expect(ids(toSend(outbox))).toEqual(['a', 'b']);
    expect(ids(toSend(markSent(outbox, new Set(['a']))))).toEqual(['a']);
  });

  test('marks what is sent, and nothing else', () =>
    expect(states(markSent(box(remove('a'), remove('b')), new Set(['a', 'x'])))).toEqual([
      ['a', 'sent'],
      ['b', 'waiting'],
    ]));
});

describe('answers', () => {
  test('what stands is done; what is refused waits for a person with its reason', () => {
    const outbox = markSent(
      box(remove('a'), remove('b'), remove('c'), remove('d')),
      new Set(['a', 'b', 'c', 'd']),
    );
    const refusal = answer('d', 'rejected', { code: 'sync.not_allowed' });
    const settled = applyResults(outbox, [
      answer('a', 'applied'),
      answer('b', 'merged'),
      answer('c', 'conflict'),
      refusal,
    ]);
    expect(settled.map((one) => one.state)).toEqual(['answered', 'answered', 'answered', 'parked']);
    expect(settled[3]?.result).toEqual(refusal);
    expect(unsent(settled)).toEqual([]);
  });

  test('a repeat is what it was the first time', () => {
    const settled = applyResults(box(remove('a'), remove('b')), [
      answer('a', 'duplicate', { first: 'merged' }),
      answer('b', 'duplicate', { first: 'rejected', code: 'sync.not_allowed' }),
    ]);
    expect(states(settled)).toEqual([
      ['a', 'answered'],
      ['b', 'parked'],
    ]);
  });

  test('what a manager must look at first is not thrown away', () =>
    expect(states(applyResults(box(remove('a')), [answer('a', 'quarantined')]))).toEqual([['a', 'parked']]));

  test('what is refused for now only is sent again under the same id', () => {
    const outbox = markSent(box(remove('a'), remove('b'), remove('c')), new Set(['a', 'b', 'c']));
    const settled = applyResults(outbox, [
      answer('a', 'rejected', { code: 'sync.parent_unknown' }),
      answer('b', 'rejected', { code: 'sync.busy', retryable: true }),
      answer('c', 'rejected', { code: 'sync.parent_unknown', retryable: false }),
    ]);
    expect(settled.slice(0, 2)).toEqual(outbox.slice(0, 2));
    expect(settled[2]?.state).toBe('parked');
  });

  test('what has no answer stays, and so does what was added meanwhile', () => {
    const sent = markSent(box(remove('a'), remove('b')), new Set(['a', 'b']));
    const outbox = append(sent, 3, [remove('c')]);
    expect(states(applyResults(outbox, [answer('a', 'applied'), answer('stranger', 'applied')]))).toEqual([
      ['a', 'answered'],
      ['b', 'sent'],
      ['c', 'waiting'],
    ]);
  });

  test('an answer that comes late changes nothing', () => {
    const parked = applyResults(box(remove('a')), [answer('a', 'rejected')]);
    expect(applyResults(parked, [answer('a', 'applied')])).toEqual(parked);
  });

  test('what is done stays on the screen until a pull has brought it', () => {
    const settled = applyResults(box(remove('a'), remove('b'), remove('c')), [
      answer('a', 'applied', { revision: 8 }),
      answer('b', 'applied', { revision: 9 }),
      answer('c', 'rejected', { revision: 0 }),
    ]);
    expect(ids(dropPulled(settled, 7))).toEqual(['a', 'b', 'c']);
    expect(ids(dropPulled(settled, 8))).toEqual(['b', 'c']);
    expect(ids(dropPulled(append(settled, 4, [remove('d')]), 9))).toEqual(['c', 'd']);
  });
});

describe('parked operations', () => {
  const parked = park(
    box(remove('a', { group: 'g' }), remove('b', { group: 'g' }), remove('c')),
    new Set(['a', 'b']),
    { status: 'rejected', code: 'sync.too_much' },
  );

  test('are not sent', () => expect(ids(unsent(parked))).toEqual(['c']));

  test('get a new id and their group a new name when they are let go, and keep their place', () => {
    let next = 0;
    const released = release(parked, new Set(['a']), () => `new${next++}`);
    expect(released.map((one) => [one.seq, one.id, one.group, one.state])).toEqual([
      [1, 'new1', 'new0', 'waiting'],
      [2, 'new2', 'new0', 'waiting'],
      [3, 'c', undefined, 'waiting'],
    ]);
    expect(released[0]?.operation).toMatchObject({ id: 'new1', group: 'new0' });
    expect(released[0]).not.toHaveProperty('result');
  });

  test('can be given up, with their group; nothing else can', () => {
    expect(ids(discard(parked, new Set(['b', 'c'])))).toEqual(['c']);
  });
});
