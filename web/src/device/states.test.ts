import { expect, test } from 'vitest';
import type { Quarantined } from '../api/types';
import { logFigures } from './logFigures';
import { noticeOf } from './notices';
import { entryFields, entryUnits } from './quarantined';
import { tableStates } from './tableStates';

test('durations are told by kind, half of them and all but the slowest twentieth', () => {
  const log = Array.from({ length: 20 }, (_, place) => ({
    ...{ at: place, what: 'pull', detail: '' },
    took: 20 - place,
  }));
  const push = { at: 0, what: 'push', took: 7, detail: '' };
  expect(logFigures([...log, push])).toEqual([
    { what: 'pull', count: 20, p50: 10, p95: 19 },
    { what: 'push', count: 1, p50: 7, p95: 7 },
  ]);
  expect(logFigures([])).toEqual([]);
});

test('tables that need somebody come first, then those with something to send', () => {
  const one = { id: '', row: '', kind: 'patch', at: '', fields: [] };
  const states = tableStates(
    {
      tables: [
        { name: 'batches', rows: 3, unsent: 0 },
        { name: 'conflicts', rows: 9, unsent: 1 },
        { name: 'series', rows: 1, unsent: 4 },
        { name: 'tasks', rows: 2, unsent: 2 },
      ],
      work: [
        { ...one, table: 'tasks', state: 'parked' },
        { ...one, table: 'tasks', state: 'waiting' },
      ],
    },
    ['tasks', 'tasks'],
  );
  expect(states).toEqual([
    { name: 'tasks', rows: 2, pending: 1, parked: 1, conflicts: 2 },
    { name: 'series', rows: 1, pending: 4, parked: 0, conflicts: 0 },
    { name: 'batches', rows: 3, pending: 0, parked: 0, conflicts: 0 },
  ]);
});

test('an error that passes is said once, one that comes back stays, and nothing is said without a network', () => {
  const sendError = { kind: 'validation', retryable: false } as const;
  expect(noticeOf({ sendError, isRepeated: false }, true)).toEqual({ kind: 'validation', stays: false });
  expect(noticeOf({ sendError, isRepeated: true }, true)).toEqual({ kind: 'validation', stays: true });
  expect(noticeOf({ receiveError: sendError, isRepeated: true }, true)?.stays).toBe(true);
  expect(noticeOf({ sendError, isRepeated: true }, false)).toBeNull();
  expect(noticeOf({ isRepeated: false }, true)).toBeNull();
  expect(noticeOf(null, true)).toBeNull();
});

test('what a revoked device delivered is decided by group, and its values are shown as they came', () => {
  const entry = (id: string, groupId: string | null, deviceId = 'd', operation = {}): Quarantined => ({
    ...{ id, groupId, deviceId, userId: 'u', receivedAt: '' },
    operation,
  });
  const units = entryUnits([entry('1', 'g'), entry('2', null), entry('3', 'g'), entry('4', 'g', 'other')]);
  expect(units.map((unit) => unit.map(({ id }) => id).join())).toEqual(['1,3', '2', '4']);
  const long = 'x'.repeat(201);
  expect(entryFields({ set: { title: 'Water', count: 3, notes: long } })).toEqual([
    ['title', 'Water'],
    ['count', '3'],
    ['notes', `${'x'.repeat(200)}…`],
  ]);
  expect(entryFields({ args: 7 })).toEqual([]);
});
