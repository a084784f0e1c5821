import { expect, test } from 'vitest';
import { failed, holdOf, isDue, isRepeated, rested, retryNow } from './backoff';

const now = Date.parse('2026-11-20T12:00:00Z');

test('is due at its moment and not before', () => {
  const state = failed(rested, now, 0.5);
  expect(isDue(rested, now)).toBe(true);
  expect(isDue(state, now + 999)).toBe(false);
  expect(isDue(state, now + 1_000)).toBe(true);
});

test('a clock that was set back does not switch sync off', () => {
  const state = failed(rested, now, 0.5);
  expect(isDue(state, 0)).toBe(true);
});

test('retry now is at once, and keeps counting', () => {
  const state = retryNow(failed(failed(rested, now, 0.5), now, 0.5));
  expect(isDue(state, now)).toBe(true);
  expect(state.tries).toBe(2);
});

test('retry now is not earlier than the server asked', () => {
  const state = retryNow(failed(rested, now, 0.5, '60'));
  expect(isDue(state, now + 59_999)).toBe(false);
  expect(isDue(state, now + 60_000)).toBe(true);
});

test('what the server asked holds for one answer only', () => {
  const state = failed(failed(rested, now, 0.5, '60'), now + 60_000, 0.5);
  expect(isDue(retryNow(state), now + 60_000)).toBe(true);
});

test('five failures in a row are shown as repeated', () => {
  let state = rested;
  for (let tries = 0; tries < 4; tries++) state = failed(state, now, 0.5);
  expect(isRepeated(state)).toBe(false);
  expect(isRepeated(failed(state, now, 0.5))).toBe(true);
});

test('an empty header asks for nothing', () => {
  expect([null, undefined, '', '-5', 'x'].map((header) => holdOf(header, now))).toEqual([0, 0, 0, 0, 0]);
});
