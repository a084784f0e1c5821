import { describe, expect, test } from 'vitest';
import en from '../i18n/en';
import { allStages, firstStages, nextStages, orderStages } from './stages';

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
    expect(nextStages('cannabis', 'planning')).toEqual(['germination', 'clone', 'destroyed']);
    expect(nextStages('cannabis', 'clone')).toEqual(['vegetative', 'flowering', 'destroyed']);
    expect(nextStages('produce', 'packing')).toEqual(['storage', 'shipped', 'destroyed']);
  });

  test.each(['completed', 'destroyed', 'unheard_of'])('nothing follows %s', (stage) =>
    expect(nextStages('cannabis', stage)).toEqual([]),
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
