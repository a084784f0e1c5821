import { failed, isDue, retryNow } from '../backoff';
import { note, readState } from '../store/deviceState';
import {
  noteNotUploaded,
  noteStored,
  noteUploaded,
  queuedPhotos,
  readPhoto,
  type QueuedPhoto,
} from '../store/photoTable';
import { count } from '../store/telemetryTable';
import type { Store } from '../store/store';
import { stageEvents } from './counted';
import { beforeFailure, errorOf } from './engine';
import { Refusal, type PhotoTransport, type UploadView } from './transport';

export interface PhotoSurroundings {
  readonly now: () => number;
  /** At least 0, less than 1. */
  readonly random: () => number;
  /** Runs what sends as the person whose store this is, and as nobody else. */
  readonly asOurs: (work: () => Promise<void>) => Promise<void>;
}

/** Small enough that a slow line brings one in time, and that little is sent twice after a break. */
const partBytes = 128_000;

/**
 * Sends the photos that are due, the oldest first, one after the other. One that fails waits by its own back-off; when
 * the way itself failed the others are not tried in this run.
 */
export async function photoRun(
  store: Store,
  transport: PhotoTransport,
  around: PhotoSurroundings,
  byHand: boolean,
  signal: AbortSignal,
): Promise<void> {
  for (const queued of queuedPhotos(store)) {
    if (!isDue(byHand ? retryNow(queued.backoff) : queued.backoff, around.now())) continue;
    const began = around.now();
    try {
      await around.asOurs(() => sendPhoto(store, transport, queued, signal));
      store.transact(() => {
        noteStored(store, queued.hash);
        note(store, around.now(), 'photo', around.now() - began, `${queued.size} bytes`);
        count(store, ...stageEvents('photos', around.now() - began, true), {
          name: 'payload_size',
          stage: 'photos',
          bytes: queued.size,
        });
      });
    } catch (thrown) {
      if (signal.aborted) return;
      const error = errorOf(thrown);
      const retryAfter = thrown instanceof Refusal ? thrown.retryAfter : null;
      store.transact(() => {
        const before = beforeFailure(queued.backoff, error);
        const next = failed(before, around.now(), around.random(), retryAfter);
        noteNotUploaded(store, queued.hash, next, error);
        note(store, around.now(), 'photo.failed', 0, error.code ?? error.kind);
        count(store, ...stageEvents('photos', around.now() - began, false));
      });
      const isAboutPhoto = error.kind === 'validation' || error.kind === 'conflict';
      if (!isAboutPhoto) return;
    }
  }
}

/** From where the server says it is, to where it says that it is stored. */
async function sendPhoto(
  store: Store,
  transport: PhotoTransport,
  { hash, mediaType, size }: QueuedPhoto,
  signal: AbortSignal,
): Promise<void> {
  const photo = readPhoto(store, hash, false, 0);
  if (!photo) throw new Error('A photo in the queue is not in the store');
  let view = await transport.start(readState(store).device, hash, mediaType, size);
  while (view.state === 'open' && view.received < size) {
    signal.throwIfAborted();
    const { received } = view;
    store.transact(() => noteUploaded(store, hash, received));
    const end = received + Math.min(partBytes, view.mostPartBytes);
    const part = new Uint8Array(await photo.slice(received, end).arrayBuffer());
    view = await transport.add(hash, received, part, signal);
    assertFurther(view, received);
  }
  if (view.state === 'open') view = await transport.finish(hash);
  if (view.state !== 'stored') throw new Error('The server finished a photo and did not store it');
}

function assertFurther({ state, received }: UploadView, before: number): void {
  if (state === 'open' && received <= before)
    throw new Error('The server took a part and has no more than before');
}
