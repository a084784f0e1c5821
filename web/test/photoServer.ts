import type { PhotoTransport, UploadView } from '../src/sync/worker/transport';
import { savePhoto } from '../src/sync/store/photoTable';
import type { Store } from '../src/sync/store/store';
import { syncedTables } from '../src/sync/tables.generated';
import { away } from './fakeServer';
import { clock, memoryStore, newId, save, site } from './memoryStore';
import { jpeg } from './photos';

/** Keeps what comes, and fails where the test says so. */
export class PhotoServer implements PhotoTransport {
  readonly here = new Map<string, number[]>();
  readonly stored = new Set<string>();
  readonly asked: string[] = [];
  fail: (asked: string) => Error | undefined = () => undefined;

  start(_device: string, hash: string) {
    return this.answer(`start ${hash}`, hash, () => {
      if (!this.here.has(hash)) this.here.set(hash, []);
    });
  }

  add(hash: string, offset: number, part: Uint8Array) {
    return this.answer(
      `add ${offset}`,
      hash,
      () => void this.here.set(hash, [...(this.here.get(hash) ?? []), ...part]),
    );
  }

  finish(hash: string) {
    return this.answer('finish', hash, () => void this.stored.add(hash));
  }

  load() {
    return Promise.reject(away());
  }

  private answer(asked: string, hash: string, act: () => void): Promise<UploadView> {
    this.asked.push(asked);
    const failure = this.fail(asked);
    if (failure) return Promise.reject(failure);
    act();
    const state = this.stored.has(hash) ? 'stored' : 'open';
    return Promise.resolve({ state, received: this.here.get(hash)?.length ?? 0, mostPartBytes: 1_000_000 });
  }
}

export const around = {
  now: () => clock.now,
  random: () => 0.5,
  newId,
  asOurs: (work: () => Promise<void>) => work(),
};

/** Only what a device may set. */
const settable = (set: Readonly<Record<string, string>>) => {
  const fields = syncedTables.find((table) => table.name === 'harvests')?.fields ?? [];
  const may = new Set(fields.filter((field) => field.policy !== 'server_owned').map((field) => field.name));
  return Object.fromEntries(Object.entries(set).filter(([name]) => may.has(name)));
};

/** A store with one harvest. */
export async function harvestStore(): Promise<{ store: Store; row: string }> {
  const [store, row] = [await memoryStore(), newId()];
  const set = settable({ site_id: site, batch_id: newId(), user_id: newId(), stage: 'harvest' });
  const { faults } = save(store, { kind: 'create', table: 'harvests', row, set });
  if (faults.length > 0) throw new Error(JSON.stringify(faults));
  return { store, row };
}

export const addPhoto = (store: Store, row: string, hash: string, size = 300_000) =>
  savePhoto(
    store,
    newId(),
    { table: 'harvests', row, field: 'photos' },
    { hash, bytes: new Uint8Array(size).fill(7), thumbnail: jpeg() },
    around,
  );
