import { expect, test } from 'vitest';
import type { DeviceStatus } from '../worker/messages';
import { chipOf } from './chip';
import type { DeviceView } from './deviceClient';
import { isTight } from './storage';

const now = Date.UTC(2026, 10, 20);
const status: DeviceStatus = {
  device: 'd',
  unsent: 0,
  parked: 0,
  isSyncing: false,
  progress: null,
  isFirst: false,
  syncedAt: now - 1_000,
  revision: 7,
  isRepeated: false,
  nextAt: 0,
  off: [],
  photos: { unsent: 0, percent: 100 },
};
const view: DeviceView = { reach: 'ready', leads: true, status, saving: 0 };
const says = (more: Partial<DeviceStatus>, around = {}, rest: Partial<DeviceView> = {}) => {
  const chip = chipOf(
    { ...view, ...rest, status: { ...status, ...more } },
    { online: true, now, update: false, full: false, ...around },
  );
  return `${chip.says} ${chip.count}`;
};
const away = { kind: 'network', retryable: true } as const;

test.each([
  ['synced 0', {}, {}, {}],
  ['no_store 0', { parked: 1 }, {}, { reach: 'unsupported' as const }],
  ['update 0', { parked: 1 }, { update: true }, {}],
  [
    'update 0',
    { sendError: { kind: 'schema_mismatch', retryable: false, code: 'sync.upgrade_needed' } as const },
    {},
    {},
  ],
  ['parked 2', { parked: 2, unsent: 5 }, { online: false }, {}],
  ['storage 0', { unsent: 5 }, { full: true }, {}],
  ['saving 0', { unsent: 5 }, { online: false }, { saving: 1 }],
  ['offline 5', { unsent: 5 }, { online: false }, {}],
  ['offline 5', { unsent: 5, sendError: away }, {}, {}],
  ['offline 0', { receiveError: away }, {}, {}],
  ['downloading 33', { progress: { done: 1, total: 3 }, isFirst: true, syncedAt: null }, {}, {}],
  ['failing 1', { unsent: 1, sendError: { kind: 'unknown', retryable: true } as const }, {}, {}],
  ['unsent 3', { unsent: 3, isSyncing: true }, {}, {}],
  ['photos 40', { isSyncing: true, photos: { unsent: 2, percent: 40 } }, {}, {}],
  ['offline 3', { unsent: 1, photos: { unsent: 2, percent: 40 } }, { online: false }, {}],
  ['syncing 0', { isSyncing: true }, {}, {}],
  ['stale 0', { syncedAt: now - 25 * 3_600_000 }, {}, {}],
  ['stale 0', { syncedAt: now + 25 * 3_600_000 }, {}, {}],
  ['stale 0', { syncedAt: null }, {}, {}],
])('%s', (said, more, around, rest) => expect(says(more, around, rest)).toBe(said));

test('room is tight when little is free, or nearly all is used', () => {
  const tight = (usedBytes: number, allowedBytes: number) =>
    isTight({ usedBytes, allowedBytes, isKept: true });
  expect([tight(1e6, 1e9), tight(970e6, 1e9), tight(0, 40e6), tight(9.5e9, 10e9), tight(0, 0)]).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
});
