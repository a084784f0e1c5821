import { expect, test } from 'vitest';
import { countMistake } from './countReasons';

test.each([
  [20, null],
  [0, null],
  [24, 'same'],
  ['', 'number'],
  [-1, 'number'],
  [2.5, 'number'],
])('a count of %s instead of 24 has the mistake %s', (count, mistake) =>
  expect(countMistake(count, 24)).toBe(mistake),
);
