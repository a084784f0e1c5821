import { describe, expect, test } from 'vitest';
import { laterStages, orderStages } from './stages';

describe('stages', () => {
  test('are shown in the order of growing, unknown ones last', () => {
    expect(
      orderStages([
        ['new_stage', 1],
        ['flowering', 2],
        ['clone', 3],
      ]).map(([stage]) => stage),
    ).toEqual(['clone', 'flowering', 'new_stage']);
  });

  test('only later ones are offered', () => {
    expect(laterStages('cannabis', 'packaging')).toEqual(['completed', 'destroyed']);
    expect(laterStages('produce', 'storage')).toEqual(['shipped', 'completed', 'destroyed']);
  });

  test('nothing follows the end', () => {
    expect(laterStages('cannabis', 'completed')).toEqual([]);
    expect(laterStages('cannabis', 'destroyed')).toEqual([]);
  });
});
