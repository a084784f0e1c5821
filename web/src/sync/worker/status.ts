import { isRepeated } from '../backoff';
import type { SyncError } from '../errors';
import type { OperationResult } from '../operation';
import type { OutboxEntry } from '../outbox';
import { readState } from '../store/deviceState';
import { wholeOutbox } from '../store/outboxTable';
import { photosStatus, type PhotosStatus } from '../store/photoStatus';
import { queuedPhotos, readPhoto, type QueuedPhoto } from '../store/photoTable';
import type { DeviceEngine } from './engine';
import { networkOf, type Network } from './network';
import type { Progress } from './pullRun';

/** How the device stands, for the header and the page about it. All moments in milliseconds since 1970. */
export interface DeviceStatus {
  readonly device: string;
  /** Operations that the server may not have. */
  readonly unsent: number;
  /** Operations that the server refused and that wait for a person. */
  readonly parked: number;
  readonly isSyncing: boolean;
  /** Of a first download that is under way. */
  readonly progress: Progress | null;
  /** False once a first download has come to its end. */
  readonly isFirst: boolean;
  readonly syncedAt: number | null;
  readonly revision: number;
  readonly sendError?: SyncError;
  readonly receiveError?: SyncError;
  /** After five failures in a row: the screen offers "Retry now". */
  readonly isRepeated: boolean;
  /** When it is tried again by itself; 0 for at once. */
  readonly nextAt: number;
  readonly off: readonly string[];
  readonly photos: PhotosStatus;
}

export function readStatus({ store, isSyncing, progress }: DeviceEngine): DeviceStatus {
  const state = readState(store);
  const count = (states: string) => store.count(`SELECT count(*) FROM outbox WHERE state IN (${states})`);
  return {
    device: state.device,
    unsent: count("'waiting', 'sent'"),
    parked: count("'parked'"),
    isSyncing,
    progress,
    isFirst: state.isFirst,
    syncedAt: state.syncedAt,
    revision: state.revision,
    isRepeated: isRepeated(state.push.backoff) || isRepeated(state.pull.backoff),
    nextAt: Math.max(state.push.backoff.nextAt, state.pull.backoff.nextAt),
    off: state.off,
    photos: photosStatus(store),
    ...(state.push.error ? { sendError: state.push.error } : {}),
    ...(state.pull.error ? { receiveError: state.pull.error } : {}),
  };
}

/** One entry of the outbox as the page about the device lists it. */
export interface UnsentWork {
  readonly id: string;
  readonly table: string;
  readonly row: string;
  readonly kind: string;
  readonly at: string;
  readonly state: 'waiting' | 'sent' | 'answered' | 'parked';
  readonly fields: readonly string[];
  readonly refusal?: OperationResult;
}

export interface DeviceDetails {
  readonly tables: readonly { readonly name: string; readonly rows: number; readonly unsent: number }[];
  /** Those that need a person first; at most 200. */
  readonly work: readonly UnsentWork[];
  readonly log: readonly {
    readonly at: number;
    readonly what: string;
    readonly took: number;
    readonly detail: string;
  }[];
}

const mostWork = 200;

export function readDetails({ store }: DeviceEngine): DeviceDetails {
  const outbox = wholeOutbox(store).filter((one) => one.state !== 'answered');
  const first = [...outbox].sort((a, b) => Number(b.state === 'parked') - Number(a.state === 'parked'));
  return {
    tables: store.tables.map(({ name }) => ({
      name,
      rows: store.count(`SELECT count(*) FROM ${name}`),
      unsent: outbox.filter((one) => one.operation.table === name).length,
    })),
    work: first.slice(0, mostWork).map(({ id, state, operation, result }) => ({
      id,
      state,
      table: operation.table,
      row: operation.row,
      kind: operation.kind,
      at: operation.at,
      fields: Object.keys(operation.set ?? {}),
      ...(result ? { refusal: result } : {}),
    })),
    log: store.all('SELECT at, what, took, detail FROM sync_log ORDER BY seq DESC').map((row) => ({
      at: Number(row['at']),
      what: String(row['what']),
      took: Number(row['took']),
      detail: String(row['detail']),
    })),
  };
}

/** What this device alone has: what a person takes along before the store is thrown away. */
export interface UnsentCopy {
  readonly operations: readonly OutboxEntry[];
  readonly photos: readonly { readonly hash: string; readonly mediaType: string; readonly base64: string }[];
}

/** All unsent work, word by word, and the photos that the server does not have. */
export async function exportWork({ store }: Pick<DeviceEngine, 'store'>): Promise<UnsentCopy> {
  const photos = queuedPhotos(store).map(async ({ hash, mediaType }) => {
    const photo = readPhoto(store, hash, false, 0);
    if (!photo) throw new Error('A photo in the queue is not in the store');
    return { hash, mediaType, base64: base64Of(new Uint8Array(await photo.arrayBuffer())) };
  });
  return {
    operations: wholeOutbox(store).filter((one) => one.state !== 'answered'),
    photos: await Promise.all(photos),
  };
}

function base64Of(bytes: Uint8Array): string {
  let text = '';
  // In pieces: one call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8_192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}

/** The photos that wait, and how they may travel. */
export interface PhotosView {
  readonly queued: readonly QueuedPhoto[];
  readonly isWifiOnly: boolean;
  readonly network: Network;
}

export const readPhotos = ({ store }: DeviceEngine, isWifiOnly: boolean): PhotosView => ({
  queued: queuedPhotos(store),
  isWifiOnly,
  network: networkOf(navigator),
});
