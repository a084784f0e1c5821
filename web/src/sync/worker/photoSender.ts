import { canvasCodec } from '../photos/canvasCodec';
import { hashOf, PhotoRefused, preparePhoto, thumbnailOf, type PhotoFault } from '../photos/preparePhoto';
import { note } from '../store/deviceState';
import {
  keepPhoto,
  mostKept,
  queuedPhotos,
  readPhoto,
  readSetting,
  savePhoto,
  trimPhotos,
  writeSetting,
  type PhotoPlace,
} from '../store/photoTable';
import type { EditFault } from '../store/saveWork';
import { mayUpload, networkOf, onNetworkChange } from './network';
import { errorOf, type DeviceEngine } from './engine';
import { photoRun } from './photoRun';
import { Refusal, type PhotoTransport } from './transport';

/** What came of a file: the photo's name, or why nothing was kept. */
export type AddedPhoto =
  { readonly hash: string; readonly faults: readonly EditFault[] } | { readonly refused: PhotoFault };

/** A photo to look at. `away`: it is not here and the server cannot be asked; `unknown`: the server has none yet. */
export type ShownPhoto = { readonly photo: Blob } | { readonly missing: 'away' | 'unknown' | 'not_shown' };

const wifiOnly = 'photos.wifi_only';

/** Keeps photos, shows them, and sends them in the background, beside the runs that send and receive rows. */
export class PhotoSender {
  private run: Promise<void> | null = null;
  private wanted: { byHand: boolean } | null = null;
  private wait: ReturnType<typeof setTimeout> | undefined;
  private readonly ended = new AbortController();
  private readonly deaf: () => void;

  constructor(
    private readonly engine: DeviceEngine,
    private readonly transport: PhotoTransport,
    private readonly around: { now: () => number; newId: () => string; random: () => number },
  ) {
    this.deaf = onNetworkChange(() => this.wake(true));
    this.wake(true);
  }

  get isWifiOnly(): boolean {
    return readSetting(this.engine.store, wifiOnly) === 'true';
  }

  setWifiOnly(only: boolean): void {
    this.engine.store.transact(() => writeSetting(this.engine.store, wifiOnly, String(only)));
    this.wake(true);
  }

  async add(request: string, place: PhotoPlace, file: Blob): Promise<AddedPhoto> {
    try {
      const photo = await preparePhoto(file, canvasCodec);
      const { faults } = savePhoto(this.engine.store, request, place, photo, this.around);
      this.wake(false);
      return { hash: photo.hash, faults };
    } catch (error) {
      if (error instanceof PhotoRefused) return { refused: error.fault };
      throw error;
    }
  }

  async show(hash: string, small: boolean): Promise<ShownPhoto> {
    const { store } = this.engine;
    let photo = readPhoto(store, hash, small, this.around.now());
    if (photo === undefined) {
      const missing = await this.fetch(hash);
      if (missing) return { missing };
      photo = readPhoto(store, hash, small, this.around.now());
    }
    return photo ? { photo } : { missing: 'not_shown' };
  }

  /** Starts what is due, unless the person wants to wait for another network. */
  wake(byHand: boolean): void {
    clearTimeout(this.wait);
    if (this.ended.signal.aborted || !navigator.onLine) return;
    if (!mayUpload(this.isWifiOnly, networkOf(navigator))) return;
    if (this.run) {
      this.wanted = { byHand: byHand || (this.wanted?.byHand ?? false) };
      return;
    }
    this.wanted = null;
    this.run = photoRun(this.engine.store, this.transport, this.runAround, byHand, this.ended.signal)
      .catch((error: unknown) => this.broke(error))
      .finally(() => this.after());
  }

  /** Sends at once what may go, and ends when that has come to its end. */
  async sendNow(): Promise<void> {
    this.wake(true);
    while (this.run) await this.run;
  }

  stop(): void {
    this.deaf();
    clearTimeout(this.wait);
    this.ended.abort();
  }

  private get runAround() {
    const { now, random } = this.around;
    return { now, random, asOurs: (work: () => Promise<void>) => this.engine.asOurs(work) };
  }

  /** A mistake of our own must not end sending for good; it stands in the diagnostics. */
  private broke(error: unknown): void {
    if (this.ended.signal.aborted) return;
    const { store } = this.engine;
    const why = error instanceof Error ? error.message : String(error);
    store.transact(() => note(store, this.around.now(), 'photo.broken', 0, why));
  }

  private after(): void {
    this.run = null;
    if (this.ended.signal.aborted) return;
    if (this.wanted) return this.wake(this.wanted.byHand);
    const [next] = queuedPhotos(this.engine.store)
      .map((one) => one.backoff.nextAt)
      .sort((a, b) => a - b);
    if (next === undefined) return;
    const wait = Math.max(1_000, next - this.around.now() + 50);
    this.wait = setTimeout(() => this.wake(false), wait);
  }

  /** Takes a photo from the server and keeps it, so that it is here without a connection the next time. */
  private async fetch(hash: string): Promise<'away' | 'unknown' | null> {
    const { store } = this.engine;
    try {
      let photo: Blob | undefined;
      await this.engine.asOurs(async () => {
        photo = await this.transport.load(hash);
      });
      if (!photo) return 'unknown';
      const bytes = new Uint8Array(await photo.arrayBuffer());
      if ((await hashOf(bytes)) !== hash) return 'away';
      const thumbnail = await thumbnailOf(photo, canvasCodec);
      const [type, now] = [photo.type, this.around.now()];
      store.transact(() => {
        keepPhoto(store, hash, type, bytes, thumbnail, true, now);
        trimPhotos(store, mostKept);
      });
      return null;
    } catch (error) {
      if (error instanceof Refusal && error.status === 404) return 'unknown';
      if (errorOf(error).kind === 'unknown') throw error;
      return 'away';
    }
  }
}
