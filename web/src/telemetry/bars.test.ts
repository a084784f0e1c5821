import { expect, test } from 'vitest';
import { barsOf } from './bars';

test('the greatest value fills the height, a zero is a line, and what was not counted has no bar', () => {
  const { bars, most } = barsOf(
    [
      [50, 0],
      [100, null],
    ],
    200,
    100,
  );
  expect(most).toBe(100);
  expect(bars.map(({ day, series, height }) => [day, series, height])).toEqual([
    [0, 0, 50],
    [0, 1, 1],
    [1, 0, 100],
  ]);
  expect(bars.every((bar) => bar.x >= 0 && bar.x + bar.width <= 200)).toBe(true);
  expect(bars[1]!.x).toBeGreaterThanOrEqual(bars[0]!.x + bars[0]!.width);
});

test('no day and nothing but zeros are drawn without a fault', () => {
  expect(barsOf([], 200, 100)).toEqual({ bars: [], most: 0 });
  expect(barsOf([[0]], 200, 100).bars[0]?.height).toBe(1);
});
