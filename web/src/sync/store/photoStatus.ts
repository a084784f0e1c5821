import type { SyncError } from '../errors';
import { queuedPhotos } from './photoTable';
import type { Store } from './store';

/** How the photos of this device stand. */
export interface PhotosStatus {
  /** How many the server does not have. */
  readonly unsent: number;
  /** How much of them is there, in percent. */
  readonly percent: number;
  /** Why the newest one that failed did not go. */
  readonly error?: SyncError;
}

export function photosStatus(store: Store): PhotosStatus {
  const queued = queuedPhotos(store);
  const sum = (of: (one: (typeof queued)[number]) => number) => queued.reduce((all, one) => all + of(one), 0);
  const error = queued.findLast((one) => one.error)?.error;
  return {
    unsent: queued.length,
    percent:
      queued.length === 0 ? 100 : Math.floor((sum((one) => one.bytesDone) / sum((one) => one.size)) * 100),
    ...(error ? { error } : {}),
  };
}

/** Where one photo is. `device`: only here, and waits. `sending`: a part is on the server. `server`: it is there. */
export interface PhotoState {
  readonly state: 'device' | 'sending' | 'server';
  readonly percent: number;
}

export function photoStates(store: Store, hashes: readonly string[]): Readonly<Record<string, PhotoState>> {
  const queued = new Map(queuedPhotos(store).map((one) => [one.hash, one]));
  return Object.fromEntries(
    hashes.map((hash): [string, PhotoState] => {
      const one = queued.get(hash);
      if (!one) return [hash, { state: 'server', percent: 100 }];
      const percent = Math.floor((one.bytesDone / one.size) * 100);
      return [hash, { state: one.bytesDone > 0 ? 'sending' : 'device', percent }];
    }),
  );
}
