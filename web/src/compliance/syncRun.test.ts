import { describe, expect, test } from 'vitest';
import { problemFrom } from '../api/problem';
import { percentDone, runInProgress, runOf } from './syncRun';

const ended = {
  success: true,
  status: 'completed' as const,
  processed: 1,
  created: 1,
  updated: 0,
  failed: 0,
  errors: [],
};

describe('a pull by hand', () => {
  test('finds the run in each form of the answer', () => {
    expect(runOf({ syncLogId: 'a' })).toBe('a');
    expect(runOf({ success: true, result: { ...ended, syncLogId: 'b' } })).toBe('b');
    expect(runOf({ statusUrl: '/api/compliance/sync/c' })).toBe('c');
    expect(runOf(undefined)).toBeNull();
  });

  test('joins a run that is already going on', () => {
    expect(runInProgress(problemFrom(409, { code: 'sync.in_progress', syncLogId: 'd' }))).toBe('d');
    expect(runInProgress(problemFrom(422, { code: 'sync.refused', syncLogId: 'd' }))).toBeNull();
    expect(runInProgress(problemFrom(409, { code: 'sync.in_progress' }))).toBeNull();
  });

  test('says 100 % only when it is over', () => {
    expect(percentDone({ status: 'in_progress', processed: 100, total: 100 })).toBe(99);
    expect(percentDone({ status: 'completed', processed: 100, total: 100 })).toBe(100);
    expect(percentDone({ status: 'in_progress', processed: 25, total: 100 })).toBe(25);
  });

  test('does not guess when the total is unknown', () => {
    expect(percentDone({ status: 'in_progress', processed: 25, total: null })).toBeNull();
    expect(percentDone({ status: 'in_progress', processed: 25, total: 0 })).toBeNull();
  });
});
