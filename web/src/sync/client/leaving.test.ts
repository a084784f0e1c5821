import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { DeviceClient, DeviceView } from './deviceClient';
import { whenOpen } from './leaving';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const device = (reach: () => DeviceView['reach']) =>
  ({ getView: () => ({ reach: reach() }) }) as unknown as DeviceClient;

test('a store that is still being opened is waited for', async () => {
  let reach: DeviceView['reach'] = 'opening';
  let found: DeviceClient | null = null;
  const one = device(() => reach);
  const open = whenOpen(() => found);
  await vi.advanceTimersByTimeAsync(1_000);
  found = one;
  await vi.advanceTimersByTimeAsync(1_000);
  reach = 'ready';
  await vi.advanceTimersByTimeAsync(200);
  expect(await open).toBe(one);
});

test('a store that cannot be opened is not waited for', async () => {
  const one = device(() => 'unsupported');
  expect(await whenOpen(() => one)).toBe(one);
});

test('patience ends', async () => {
  const open = whenOpen(() => device(() => 'opening'));
  await vi.advanceTimersByTimeAsync(21_000);
  expect(await open).toBeNull();
});
