import { describe, expect, test } from 'vitest';
import { intervalParts, isInterval } from './interval';
import { needsPerson } from './queueWords';

describe('how often a type is pulled', () => {
  test.each([
    [60, { unit: 'hours', count: 1 }],
    [90, { unit: 'minutes', count: 90 }],
    [1440, { unit: 'days', count: 1 }],
    [2880, { unit: 'days', count: 2 }],
    [1500, { unit: 'hours', count: 25 }],
  ])('%d minutes are %j', (minutes, parts) => expect(intervalParts(minutes)).toEqual(parts));

  test.each([
    [15, true],
    [14, false],
    [10_080, true],
    [10_081, false],
    [20.5, false],
    ['', false],
    ['60', true],
  ])('%s may be saved: %s', (value, allowed) => expect(isInterval(value)).toBe(allowed));
});

test('what waits for Metrc does not wait for a person', () => {
  expect(needsPerson({ needsPerson: 2, refused: 1 })).toBe(3);
});
