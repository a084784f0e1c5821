import { StoreTooNew } from '../store/openStore';
import { readScreen } from '../store/screenQuery';
import { DeviceEngine } from './engine';
import { StepTooLarge } from '../outbox';
import type { Ask, Answer, Changed, DeviceFault, DeviceMethods, Reach, StatusNews, Whose } from './messages';
import { openOpfsStore, StorageUnsupported, type OpenStore } from './opfsStore';
import { PhotoSender } from './photoSender';
import { takeConsents, writeConsent } from '../store/telemetryTable';
import { photoStates } from '../store/photoStatus';
import { exportWork, readDetails, readPhotos, readStatus } from './status';
import { unsentOf } from './unsent';
import { httpPhotos, httpTelemetry, httpTransport } from './transport';
import { telemetryRun } from './telemetryRun';
import { Triggers } from './triggers';

export interface HostSurroundings {
  readonly whose: Whose;
  readonly deviceName: string;
  /** Tells this tab and all others. */
  readonly tell: (news: Changed | StatusNews) => void;
}

export const reachOf = (error: unknown): Reach => {
  if (error instanceof StorageUnsupported) return 'unsupported';
  if (error instanceof StoreTooNew) return 'too_new';
  // The files are held by a worker that has not let go yet.
  const held = error instanceof DOMException && error.name === 'NoModificationAllowedError';
  return held ? 'held' : 'broken';
};

export function faultOf(error: unknown): DeviceFault {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof StepTooLarge) return { code: 'too_large', message };
  // SQLite says FULL (13) or IOERR (10, with more in its high bits) when the disk took nothing any more.
  const sort = error instanceof Error && 'resultCode' in error ? Number(error.resultCode) & 0xff : 0;
  return { code: sort === 13 || sort === 10 ? 'not_stored' : 'fault', message };
}

const surroundings = {
  now: () => Date.now(),
  newId: () => crypto.randomUUID(),
  random: () => Math.random(),
};

const tellTelemetry = (engine: DeviceEngine) =>
  telemetryRun(engine.store, httpTelemetry, (work) => engine.asOurs(work), surroundings.now());

/** Holds the store and answers for it. There is one among all tabs. */
export class DeviceHost {
  private readonly methods: DeviceMethods;
  private readonly triggers: Triggers;
  private readonly photos: PhotoSender;
  private isClosed = false;

  private constructor(
    private readonly opened: OpenStore,
    private readonly engine: DeviceEngine,
    around: typeof surroundings,
  ) {
    this.triggers = new Triggers(engine);
    this.photos = new PhotoSender(engine, httpPhotos, around);
    this.methods = {
      save: (request, edits) => {
        const saved = engine.save(request, edits);
        if (saved.operations.length > 0) this.triggers.saved();
        return saved;
      },
      read: (query) => readScreen(engine.store, query),
      status: () => readStatus(engine),
      details: () => readDetails(engine),
      sync: async (byHand) => {
        await engine.sync(byHand);
        if (byHand) await this.photos.sendNow();
      },
      release: (ids) => {
        engine.release(ids);
        this.triggers.saved();
      },
      discard: (ids) => engine.discard(ids),
      downloadAnew: () => {
        engine.downloadAnew();
        this.triggers.saved();
      },
      exportWork: () => exportWork(engine),
      addPhoto: async (request, place, file) => {
        const added = await this.photos.add(request, place, file);
        if ('hash' in added) this.triggers.saved();
        return added;
      },
      showPhoto: (hash, small) => this.photos.show(hash, small),
      photoStates: (hashes) => photoStates(engine.store, hashes),
      photos: () => readPhotos(engine, this.photos.isWifiOnly),
      setWifiOnly: (only) => this.photos.setWifiOnly(only),
      telemetryConsents: (granted) => takeConsents(engine.store, granted),
      withdrawTelemetry: async (purpose) => {
        engine.store.transact(() => writeConsent(engine.store, purpose, 'withdrawing'));
        await tellTelemetry(engine);
      },
      wipe: (evenUnsent) => this.wipe(evenUnsent),
    };
  }

  static async open({ whose, deviceName, tell }: HostSurroundings): Promise<DeviceHost> {
    // Nothing changes before the engine is there.
    const holder: { engine?: DeviceEngine } = {};
    const status = () => holder.engine && tell({ kind: 'status', status: readStatus(holder.engine) });
    const opened = await openOpfsStore(whose, (changed) => {
      tell({ kind: 'changed', tables: [...changed] });
      if (changed.has('outbox') || changed.has('state') || changed.has('photos')) status();
    });
    const engine = new DeviceEngine(opened.store, httpTransport, whose, {
      ...surroundings,
      deviceName,
      onActivity: status,
      tell: async () => holder.engine && tellTelemetry(holder.engine),
    });
    holder.engine = engine;
    return new DeviceHost(opened, engine, surroundings);
  }

  get wasWiped(): boolean {
    return this.isClosed;
  }

  status(): StatusNews {
    return { kind: 'status', status: readStatus(this.engine) };
  }

  async answer({ id, method, args }: Ask): Promise<Answer> {
    try {
      const act = this.methods[method] as (...all: readonly unknown[]) => unknown;
      return { kind: 'answer', id, value: await act(...args) };
    } catch (error) {
      return { kind: 'answer', id, fault: faultOf(error) };
    }
  }

  /** Lets go of the store, so that another worker can hold it. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.triggers.stop();
    this.photos.stop();
    this.opened.close();
  }

  private async wipe(evenUnsent: boolean): Promise<number> {
    const unsent = unsentOf(readStatus(this.engine));
    if (unsent > 0 && !evenUnsent) return unsent;
    this.isClosed = true;
    this.triggers.stop();
    this.photos.stop();
    await this.opened.wipe();
    return 0;
  }
}
