import { beforeEach, expect, test } from 'vitest';
import { memoryDatabase, newId, newTask, save } from '../../../test/memoryStore';
import { addPhoto, harvestStore } from '../../../test/photoServer';
import { jpeg } from '../../../test/photos';
import { syncedTables } from '../tables.generated';
import { exportWork } from '../worker/status';
import { openStore } from './openStore';
import { wholeOutbox } from './outboxTable';
import { photosStatus } from './photoStatus';
import { keepPhoto, queuedPhotos, readPhoto, trimPhotos } from './photoTable';
import { readScreen } from './screenQuery';
import type { Store } from './store';

let store: Store;
let row: string;
const add = (hash: string, size?: number) => addPhoto(store, row, hash, size);
const named = () => readScreen(store, { table: 'harvests' }).rows[0]?.values['photos'];

beforeEach(async () => {
  ({ store, row } = await harvestStore());
  return () => store.close();
});

test('a photo stands in its row, in the outbox and in the queue', async () => {
  add('aa');
  add('bb');
  add('aa');
  expect(named()).toEqual(['aa', 'bb']);
  expect(wholeOutbox(store).map((one) => one.operation.set?.['photos'])).toEqual([
    undefined,
    ['aa'],
    ['aa', 'bb'],
  ]);
  expect(queuedPhotos(store)).toMatchObject([
    { hash: 'aa', table: 'harvests', row, field: 'photos', size: 300_000, bytesDone: 0 },
    { hash: 'bb' },
  ]);
  expect(photosStatus(store)).toEqual({ unsent: 2, percent: 0 });
  expect(await readPhoto(store, 'aa', true, 0)?.arrayBuffer()).toEqual(jpeg().buffer);
});

test('a row that is not there keeps no photo', () => {
  row = newId();
  expect(add('aa').faults).toHaveLength(1);
  expect([queuedPhotos(store), readPhoto(store, 'aa', false, 0)]).toEqual([[], undefined]);
});

test('a fault in the middle leaves neither photo nor entry nor operation', () => {
  store.run('DROP TABLE image_upload_queue');
  expect(() => add('aa')).toThrow();
  expect([named(), readPhoto(store, 'aa', false, 0), wholeOutbox(store).length]).toEqual([
    null,
    undefined,
    1,
  ]);
});

test('a copy of what is unsent holds the photos', async () => {
  add('aa', 3);
  expect((await exportWork({ store })).photos).toEqual([
    { hash: 'aa', mediaType: 'image/jpeg', base64: btoa('\x07\x07\x07') },
  ]);
});

test('only what the server has goes when room is short, what was looked at last stays', () => {
  add('aa');
  for (const [hash, seen] of [
    ['bb', 1],
    ['cc', 3],
    ['dd', 2],
  ] as const)
    keepPhoto(store, hash, 'image/jpeg', new Uint8Array(100), null, true, seen);
  trimPhotos(store, 250);
  const here = ['aa', 'bb', 'cc', 'dd'].filter((hash) => readPhoto(store, hash, false, 0) !== undefined);
  expect(here).toEqual(['aa', 'cc', 'dd']);
});

test('a store of the app before this one takes photos and keeps its outbox', async () => {
  const db = await memoryDatabase();
  const first = openStore(db, syncedTables);
  save(first, newTask(newId()));
  for (const table of ['image_upload_queue', 'photos', 'device_settings', 'telemetry_queue'])
    db.exec(`DROP TABLE ${table}`);
  db.exec('PRAGMA user_version=2');
  const again = openStore(db, syncedTables);
  expect([wholeOutbox(again).length, queuedPhotos(again)]).toEqual([1, []]);
});
