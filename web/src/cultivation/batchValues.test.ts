import { describe, expect, test } from 'vitest';
import { batchBody, batchMistakes, newBatch, valuesOf } from './batchValues';

const good = { ...newBatch('s1', '2026-11-20'), batchNumber: 'GV-1', plantCount: 24 };

describe('the batch form', () => {
  test('a filled form has no mistakes', () => expect(batchMistakes(good)).toEqual({}));

  test.each([
    [{ batchNumber: '  ' }, { batchNumber: 'number' }],
    [{ plantCount: 0 }, { plantCount: 'count' }],
    [{ plantCount: -3 }, { plantCount: 'count' }],
    [{ plantCount: 2.5 }, { plantCount: 'count' }],
    [{ plantCount: '' }, { plantCount: 'count' }],
    [{ startDate: '' }, { startDate: 'start' }],
    [{ expectedHarvestDate: '2026-11-19' }, { expectedHarvestDate: 'harvest' }],
    [{ siteId: '' }, { siteId: 'site' }],
  ])('%j is a mistake at its field', (change, mistakes) =>
    expect(batchMistakes({ ...good, ...change })).toEqual(mistakes),
  );

  test('a planned batch may have no plants yet', () => {
    expect(batchMistakes({ ...good, stage: 'planning', plantCount: 0 })).toEqual({});
  });

  test('a new batch names its site and stage; a change names its version instead', () => {
    expect(batchBody(good)).toMatchObject({ siteId: 's1', stage: 'clone', plantCount: 24 });
    expect(batchBody(good)).not.toHaveProperty('version');
    expect(batchBody({ ...good, plantCount: '30' }, 7)).toMatchObject({ version: 7, plantCount: 30 });
    expect(batchBody(good, 7)).not.toHaveProperty('stage');
  });

  test('an existing batch fills the form; missing values are empty fields', () => {
    const batch = {
      id: 'b',
      siteName: 'North',
      trackedCount: 0,
      untrackedCount: 24,
      status: 'active' as const,
      pods: [],
      metrcSyncStatus: 'not_synced' as const,
      version: 1,
      createdAt: '',
      updatedAt: '',
      ...good,
      stage: 'clone' as const,
      plantCount: 24,
      notes: null,
      expectedHarvestDate: null,
    };
    expect(valuesOf(batch)).toEqual(good);
  });
});
