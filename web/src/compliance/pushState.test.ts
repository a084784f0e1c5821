import { describe, expect, test } from 'vitest';
import type { BatchCheck, PushResult, SyncStatus } from '../api/types';
import { isSettled, maySend, phaseOf, warningsOf } from './pushState';

const sent: PushResult = {
  success: true,
  message: 'Sent; not yet confirmed by Metrc',
  batchesCreated: 0,
  warnings: [],
  findings: [],
  status: 'pending',
  operationId: 'op1',
};
const status = (change: Partial<SyncStatus>): SyncStatus => ({
  status: 'pending',
  operationState: 'sent',
  domainType: 'cannabis',
  operationId: 'op1',
  ...change,
});
const check = (change: Partial<BatchCheck>): BatchCheck => ({
  ok: true,
  findings: [],
  path: 'opening',
  report: { name: 'A', type: 'Clone', count: 1, strain: 'B', location: 'C', plantedDate: '2026-01-01' },
  warnings: [],
  errors: [],
  ...change,
});
const warning = {
  code: 'high_plant_count',
  severity: 'warning' as const,
  field: 'count',
  message: 'Many.',
  help: 'Check the number.',
};

describe('a push', () => {
  test.each([
    ['recorded', 'queued'],
    ['claimed', 'queued'],
    ['sent', 'waiting'],
    ['confirmed', 'waiting'],
    ['unknown', 'waiting'],
    ['verified', 'confirmed'],
    ['refused', 'failed'],
    ['needs_person', 'decide'],
  ] as const)('whose report is %s is %s', (operationState, phase) =>
    expect(phaseOf(sent, status({ operationState }))).toBe(phase),
  );

  test('is never called confirmed before Metrc confirmed', () => {
    expect(phaseOf(undefined, status({ operationState: 'verified' }))).toBe('asking');
    expect(phaseOf(sent, undefined)).toBe('waiting');
    expect(phaseOf({ ...sent, status: 'unknown' }, undefined)).toBe('waiting');
  });

  test('is confirmed by its answer, or by the link afterwards', () => {
    expect(phaseOf({ ...sent, status: 'confirmed' }, undefined)).toBe('confirmed');
    expect(phaseOf(sent, status({ linkStatus: 'synced' }))).toBe('confirmed');
  });

  test('has failed when its own operation was refused, not an older one', () => {
    expect(phaseOf(sent, status({ operationState: 'refused', operationId: 'older' }))).toBe('waiting');
    expect(phaseOf(sent, status({ operationState: 'needs_person', operationId: 'older' }))).toBe('waiting');
  });

  test('waits for a location, for the rules and for every warning to be confirmed', () => {
    expect(maySend(null, check({}), true)).toBe(false);
    expect(maySend('Veg 1', undefined, true)).toBe(false);
    expect(maySend('Veg 1', check({ ok: false }), true)).toBe(false);
    expect(maySend('Veg 1', check({ findings: [warning] }), false)).toBe(false);
    expect(maySend('Veg 1', check({ findings: [warning] }), true)).toBe(true);
    expect(maySend('Veg 1', check({}), false)).toBe(true);
  });

  test('errors are not warnings', () => {
    expect(warningsOf(check({ findings: [warning, { ...warning, severity: 'error' }] }))).toEqual([warning]);
  });

  test('an unclear answer is not the end', () => {
    expect(isSettled('unknown')).toBe(false);
  });
});
