import { expect, test } from 'vitest';
import { dayMoments } from './dayMoments';

test('the last day counts to its end', () => {
  const { from, to } = dayMoments({ from: '2026-11-01', to: '2026-11-01' });
  expect(new Date(to!).getTime() - new Date(from!).getTime()).toBe(86_400_000 - 1);
});

test('days that are not chosen or not days are not asked for', () => {
  expect(dayMoments({})).toEqual({});
  expect(dayMoments({ from: '2026-13-77' })).toEqual({});
});
