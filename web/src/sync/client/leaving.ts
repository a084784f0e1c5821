import { send } from '../../api/http';
import { Problem } from '../../api/problem';
import { unsentOf } from '../worker/unsent';
import type { DeviceClient } from './deviceClient';

/** How much is on this device only; 0 where there is no store that could hold anything. */
export async function unsentWork(device: DeviceClient | null): Promise<number> {
  if (device?.getView().reach !== 'ready') return 0;
  return unsentOf(await device.ask('status'));
}

const lookEvery = 100;

/**
 * The device once its store is open, or cannot be opened: a store that is still being opened would be left behind. Null
 * when that takes too long.
 */
export async function whenOpen(
  find: () => DeviceClient | null,
  patienceMs = 20_000,
): Promise<DeviceClient | null> {
  for (let waited = 0; waited <= patienceMs; waited += lookEvery) {
    const device = find();
    if (device && device.getView().reach !== 'opening') return device;
    await new Promise((resolve) => setTimeout(resolve, lookEvery));
  }
  return null;
}

/** Tells the server that this device is left for good: what it held is deleted, and it gets nothing any more. */
export async function forgetDevice(device: DeviceClient): Promise<void> {
  const id = device.getView().status?.device;
  if (id === undefined) return;
  try {
    await send('POST', `/devices/${id}/revoke`);
  } catch (error) {
    // It never came to be registered; or nobody answers, and then the sign-out says so.
    if (!(error instanceof Problem)) throw error;
  }
}

/** Deletes the store of this person; what is unsent in it stops that, unless a copy was made. */
export async function deleteStore(device: DeviceClient | null, evenUnsent: boolean): Promise<number> {
  return device?.getView().reach === 'ready' ? device.ask('wipe', evenUnsent) : 0;
}

/** Hands a text to the person as a file. */
export function saveFile(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Everything unsent, word by word and with its photos, as a file. */
export async function saveCopy(device: DeviceClient): Promise<void> {
  const day = new Date().toISOString().slice(0, 10);
  saveFile(`tendril-unsent-${day}.json`, JSON.stringify(await device.ask('exportWork'), null, 2));
}
