import type { Whose } from '../worker/messages';
import { unsentOf } from '../worker/unsent';
import { askToKeep } from './storage';
import { DeviceClient } from './deviceClient';

declare global {
  interface Window {
    /** The device's store for whoever looks into a fault with the browser's console. */
    tendrilDevice?: DeviceClient | undefined;
  }
}

/** Starts the device's worker for one person of one organisation; only ever loaded after the first paint. */
export function startDevice(whose: Whose, deviceName: string): DeviceClient {
  const worker = new Worker(new URL('../worker/device.worker.ts', import.meta.url), {
    type: 'module',
    name: 'tendril-device',
  });
  const client = new DeviceClient(worker, whose, deviceName);
  window.tendrilDevice = client;
  // From the first entry on there is something that the browser must not clear by itself.
  const stop = client.onView(() => {
    const { status } = client.getView();
    if (!status || unsentOf(status) === 0) return;
    stop();
    void askToKeep();
  });
  return client;
}
