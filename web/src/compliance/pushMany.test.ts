import { describe, expect, test } from 'vitest';
import type { BatchCheck, Finding, PushedItem, SyncStatus } from '../api/types';
import { canBePushed, isOver, itemsOf, pushedPhase, wantsLocation, warningKey } from './pushMany';

const finding = (severity: 'warning' | 'error', code: string, field = 'count'): Finding => ({
  code,
  severity,
  field,
  message: code,
  help: '',
});
const check = (ok: boolean, ...findings: Finding[]): BatchCheck => ({
  ok,
  findings,
  warnings: [],
  errors: [],
});
const asked = (id: string, result: BatchCheck | undefined, location: string | null = null) => ({
  batch: { id },
  location,
  check: result,
});

describe('choosing many batches', () => {
  test.each([
    ['cannabis', 'not_synced', true],
    ['cannabis', 'error', true],
    ['cannabis', 'pending', false],
    ['cannabis', 'unknown', false],
    ['cannabis', 'synced', false],
    ['produce', 'not_required', false],
    ['produce', 'not_synced', false],
  ] as const)('%s that is %s: %s', (domainType, metrcSyncStatus, can) =>
    expect(canBePushed({ domainType, metrcSyncStatus })).toBe(can),
  );
});

describe('sending many batches', () => {
  test('sends those in order, each with its own location and the warnings that were shown', () => {
    const items = itemsOf([
      asked('a', check(true, finding('warning', 'high_plant_count')), 'Veg 1'),
      asked('b', check(false, finding('error', 'strain_required'))),
      asked('c', undefined),
      asked('d', check(true)),
    ]);
    expect(items).toEqual([
      { batchId: 'a', location: 'Veg 1', confirmedWarnings: ['high_plant_count'] },
      { batchId: 'd', location: null, confirmedWarnings: [] },
    ]);
  });

  test('asks again when other warnings, or the same of another batch, are to be confirmed', () => {
    const one = warningKey([asked('a', check(true, finding('warning', 'w')))]);
    const other = warningKey([asked('b', check(true, finding('warning', 'w')))]);
    expect(one).not.toBe(other);
    expect(one.split('\n')).toHaveLength(1);
    expect(warningKey([asked('a', check(false, finding('warning', 'w')))])).toBe('');
  });

  test('asks for a location only where that is what is wrong', () => {
    expect(wantsLocation(check(false, finding('error', 'location_required', 'location')))).toBe(true);
    expect(wantsLocation(check(true, finding('warning', 'location_unusual', 'location')))).toBe(false);
    expect(wantsLocation(check(false, finding('error', 'strain_required', 'strain')))).toBe(false);
  });
});

describe('after sending many batches', () => {
  const item = (change: Partial<PushedItem>): PushedItem => ({
    batchId: 'a',
    status: 'pending',
    message: 'Recorded; being sent to Metrc',
    warnings: [],
    operationId: 'op',
    ...change,
  });
  const status = (operationState: SyncStatus['operationState']): SyncStatus => ({
    status: 'pending',
    domainType: 'cannabis',
    operationId: 'op',
    operationState,
  });

  test('one that was not taken has failed, whatever its batch says', () => {
    const refused = item({ status: 'refused', operationId: null, code: 'push_in_progress' });
    expect(pushedPhase(refused, status('verified'))).toBe('failed');
  });

  test('is over only when Metrc confirmed, refused, or a person has to decide', () => {
    const over = (state: SyncStatus['operationState']) => isOver(pushedPhase(item({}), status(state)));
    expect((['recorded', 'claimed', 'sent', 'confirmed', 'unknown'] as const).filter(over)).toEqual([]);
    expect((['verified', 'refused', 'needs_person'] as const).filter(over)).toHaveLength(3);
    expect(isOver(pushedPhase(item({}), undefined))).toBe(false);
  });
});
