import type { Tone } from '../../kit/tones';
import type { DeviceView } from './deviceClient';

/** What the header says about the device, the most urgent first. */
export type ChipSays =
  | 'no_store'
  | 'update'
  | 'parked'
  | 'storage'
  | 'saving'
  | 'offline'
  | 'downloading'
  | 'failing'
  | 'unsent'
  | 'photos'
  | 'syncing'
  | 'stale'
  | 'synced'
  | 'opening';

export interface Chip {
  readonly says: ChipSays;
  readonly tone: Tone;
  /** How many are unsent, need somebody, or what part of the download is here in percent. */
  readonly count: number;
}

const day = 24 * 60 * 60 * 1_000;
const noStore = new Set(['held', 'unsupported', 'too_new', 'broken', 'closed']);

/** Where the device stands, in one word. */
export function chipOf(
  view: DeviceView,
  around: {
    readonly online: boolean;
    readonly now: number;
    readonly update: boolean;
    readonly full: boolean;
  },
): Chip {
  const { status } = view;
  const chip = (says: ChipSays, tone: Tone, count = 0): Chip => ({ says, tone, count });
  if (noStore.has(view.reach)) return chip('no_store', 'red');
  if (!status) return chip('opening', 'grey');
  const errors = [status.sendError, status.receiveError];
  if (around.update || errors.some((error) => error?.code === 'sync.upgrade_needed'))
    return chip('update', 'orange');
  if (status.parked > 0) return chip('parked', 'orange', status.parked);
  if (around.full) return chip('storage', 'orange');
  if (view.saving > 0) return chip('saving', 'blue');
  const isAway = errors.some((error) => error?.kind === 'network' || error?.kind === 'timeout');
  if (!around.online || isAway) return chip('offline', 'yellow', status.unsent + status.photos.unsent);
  if (status.progress) {
    const { done, total } = status.progress;
    return chip('downloading', 'blue', total === 0 ? 0 : Math.floor((done / total) * 100));
  }
  if (errors.some((error) => error !== undefined)) return chip('failing', 'orange', status.unsent);
  if (status.unsent > 0) return chip('unsent', 'blue', status.unsent);
  if (status.photos.unsent > 0) return chip('photos', 'blue', status.photos.percent);
  if (status.isSyncing) return chip('syncing', 'blue');
  const isStale = status.syncedAt === null || Math.abs(around.now - status.syncedAt) > day;
  return isStale ? chip('stale', 'orange') : chip('synced', 'green');
}
