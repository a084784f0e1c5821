import { expect, test } from 'vitest';
import type { LogStatus } from '../api/types';
import { queueNumbers, siteState } from './siteState';

const quiet = { waiting: 0, unknown: 0, needsPerson: 0, refused: 0 };
const well = {
  credential: true,
  lastPullAt: '2026-11-20T10:00:00Z',
  lastPullStatus: 'completed' as LogStatus,
  queue: quiet,
};

test('says the most urgent thing about a site', () => {
  expect(siteState(well)).toBe('well');
  expect(siteState({ ...well, credential: false, lastPullStatus: 'failed' })).toBe('no_key');
  expect(siteState({ ...well, lastPullStatus: 'failed', queue: { ...quiet, refused: 1 } })).toBe('attention');
  expect(siteState({ ...well, lastPullStatus: 'failed' })).toBe('failed');
  expect(siteState({ ...well, lastPullStatus: 'partial' })).toBe('attention');
  expect(siteState({ ...well, lastPullAt: null, lastPullStatus: null })).toBe('never');
  expect(siteState({ ...well, queue: { ...quiet, waiting: 5, unknown: 2 } })).toBe('well');
});

test('tells apart what goes on by itself and what waits for a person', () => {
  expect(queueNumbers({ waiting: 1, unknown: 2, needsPerson: 4, refused: 8 })).toEqual({
    waiting: 3,
    needs: 12,
  });
  expect(queueNumbers(null)).toEqual({ waiting: 0, needs: 0 });
});
