import { describe, expect, test } from 'vitest';
import en from '../i18n/en';
import { allStages, firstStages, hasVegetativeStep, nextStages, orderStages } from './stages';

describe('stages', () => {
  test('are shown in the order of growing, unknown ones last', () => {
    const rows: [string, number][] = [
      ['new_stage', 1],
      ['flowering', 2],
      ['clone', 3],
    ];
    expect(orderStages(rows).map(([stage]) => stage)).toEqual(['clone', 'flowering', 'new_stage']);
  });

  test('only those that the rules allow are offered, and destroying always', () => {
    expect(nextStages('cannabis', 'planning', true)).toEqual(['germination', 'clone', 'destroyed']);
    expect(nextStages('produce', 'packing', false)).toEqual(['storage', 'shipped', 'destroyed']);
  });

  test('the rules of the state say whether clones may flower at once', () => {
    expect(hasVegetativeStep('AK')).toBe(true);
    expect(hasVegetativeStep('CA')).toBe(false);
    expect(hasVegetativeStep('ZZ')).toBe(true);
    expect(hasVegetativeStep(undefined)).toBe(true);
  });

  test.each(['completed', 'destroyed', 'unheard_of'])('nothing follows %s', (stage) =>
    expect(nextStages('cannabis', stage, false)).toEqual([]),
  );

  test('a batch does not begin at its end', () => {
    expect(firstStages('cannabis')).toContain('planning');
    expect(firstStages('cannabis')).not.toContain('completed');
    expect(firstStages('cannabis')).not.toContain('seedling');
  });

  test('every stage of the rules has a name', () => {
    expect(allStages.filter((stage) => !(stage in en.cultivation.stages))).toEqual([]);
  });
});
