import { unsentOf } from '../worker/unsent';
import type { DeviceClient } from './deviceClient';

/** How much is on this device only; 0 where there is no store that could hold anything. */
export async function unsentWork(device: DeviceClient | null): Promise<number> {
  if (device?.getView().reach !== 'ready') return 0;
  return unsentOf(await device.ask('status'));
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
