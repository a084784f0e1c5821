import type { Operation, OperationResult } from '../src/sync/operation';
import { append, type Outbox } from '../src/sync/outbox';
import { syncedTables } from '../src/sync/tables.generated';

export const tasks = syncedTables.find((table) => table.name === 'tasks')!;
export const weights = syncedTables.find((table) => table.name === 'harvest_weights')!;

export const patch = (
  id: string,
  set: Operation['set'],
  old: Operation['old'],
  more: Partial<Operation> = {},
): Operation => ({
  id,
  kind: 'patch',
  table: 'tasks',
  row: 'r1',
  base: 5,
  at: '2026-11-20T08:00:00.000Z',
  set,
  old,
  ...more,
});
export const remove = (id: string, more: Partial<Operation> = {}): Operation => ({
  id,
  kind: 'delete',
  table: 'tasks',
  row: 'r1',
  base: 5,
  at: '2026-11-20T08:00:00.000Z',
  ...more,
});
export const title = (id: string, next: string, old: string, more: Partial<Operation> = {}) =>
  patch(id, { title: next }, { title: old }, more);

export const box = (...operations: Operation[]): Outbox => append([], 1, operations);
export const answer = (id: string, status: OperationResult['status'], more: Partial<OperationResult> = {}) =>
  ({ id, status, revision: 8, ...more }) satisfies OperationResult;
export const bases = (outbox: Outbox) =>
  Object.fromEntries(outbox.map((one) => [one.id, one.operation.base]));
export const states = (outbox: Outbox) => outbox.map((one) => [one.id, one.state]);
export const ids = (outbox: Outbox) => outbox.map((one) => one.id);
