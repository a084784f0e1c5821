import { describe, expect, test } from 'vitest';
import { contrast, tones } from './tones';

describe('status colours', () => {
  test('contrast is computed as WCAG says', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });

  test.each(Object.entries(tones))('every tone reads well in the %s theme', (_, set) => {
    for (const [name, pair] of Object.entries(set)) {
      expect(contrast(pair.ink, pair.ground), name).toBeGreaterThanOrEqual(4.5);
    }
  });
});
