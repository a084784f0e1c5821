import { describe, expect, test } from 'vitest';
import { answer, bases, box, patch, remove, tasks, title } from '../../test/syncOperations';
import type { OperationResult } from './operation';
import { append, applyResults, markSent, type Outbox } from './outbox';
import { rebaseOnAnswers, rebaseOnPull } from './rebase';

describe('rebasing after a pull', () => {
  const place = { revision: 9, values: { title: 'Water', notes: 'theirs' } };
  const rebased = (outbox: Outbox) => bases(rebaseOnPull(outbox, tasks, 'r1', place));

  test('what saw what is there stands on it, one upon the other', () =>
    expect(rebased(box(title('a', 'Feed', 'Water'), title('b', 'Prune', 'Feed')))).toEqual({ a: 9, b: 9 }));

  test('what saw something else keeps its base, and so does all that follows', () =>
    expect(rebased(box(title('a', 'Feed', 'Dry'), patch('b', { notes: 'x' }, { notes: 'theirs' })))).toEqual({
      a: 5,
      b: 5,
    }));

  test('a delete keeps its base: nobody has seen what came', () =>
    expect(rebased(box(remove('a')))).toEqual({ a: 5 }));

  test('what was sent is never changed, and nothing is moved past it', () => {
    const outbox = markSent(box(title('a', 'Feed', 'Water'), title('b', 'Prune', 'Feed')), new Set(['a']));
    expect(rebased(outbox)).toEqual({ a: 5, b: 5 });
    const first = markSent(box(title('a', 'Feed', 'Water')), new Set(['a']));
    expect(rebased(append(first, 2, [patch('c', { notes: 'x' }, { notes: 'theirs' })]))).toEqual({
      a: 5,
      c: 5,
    });
  });

  test('other rows and new rows are left alone', () =>
    expect(
      rebased(
        box(title('a', 'Feed', 'Water', { row: 'r2' }), title('b', 'x', 'y', { kind: 'create', base: 0 })),
      ),
    ).toEqual({ a: 5, b: 0 }));

  test('after a restore, too, what was not seen does not count as seen', () => {
    const lower = { revision: 3, values: { title: 'Water' } };
    expect(bases(rebaseOnPull(box(remove('a')), tasks, 'r1', lower))).toEqual({ a: 5 });
    expect(bases(rebaseOnPull(box(title('a', 'Feed', 'Water')), tasks, 'r1', lower))).toEqual({ a: 3 });
    expect(bases(rebaseOnPull(box(title('a', 'Feed', 'Dry')), tasks, 'r1', lower))).toEqual({ a: 5 });
  });
});

describe('rebasing after an answer', () => {
  const first = title('a', 'Feed', 'Water');
  const later = [remove('b'), remove('c', { row: 'r2' })];
  const after = (result: OperationResult, operation = first) =>
    bases(rebaseOnAnswers(applyResults(box(operation, ...later), [result])));

  test('a delete after one’s own edit is no conflict', () =>
    expect(after(answer('a', 'applied'))).toEqual({ a: 5, b: 8, c: 5 }));

  test('also where the answer came twice', () =>
    expect(after(answer('a', 'duplicate', { first: 'applied' }))).toEqual({ a: 5, b: 8, c: 5 }));

  test('where others edited too, the delete must not count as having seen it', () =>
    expect(after(answer('a', 'merged'))).toEqual({ a: 5, b: 5, c: 5 }));

  test('an edit that set nothing did not move the row', () =>
    expect(after(answer('a', 'applied'), patch('a', {}, {}))).toEqual({ a: 5, b: 5, c: 5 }));

  test('what a step did to the row only the server knows', () =>
    expect(after(answer('a', 'applied'), remove('a', { kind: 'intent', name: 'task.complete' }))).toEqual({
      a: 5,
      b: 5,
      c: 5,
    }));

  test('what was sent already keeps its content, and nothing is moved past it', () => {
    const outbox = markSent(box(first, remove('b'), remove('d')), new Set(['a', 'b']));
    expect(bases(rebaseOnAnswers(applyResults(outbox, [answer('a', 'applied')])))).toEqual({
      a: 5,
      b: 5,
      d: 5,
    });
  });

  test('a refused edit is not part of the row', () =>
    expect(after(answer('a', 'rejected', { code: 'sync.not_allowed' }))).toEqual({ a: 5, b: 5, c: 5 }));
});
