import { beforeEach, describe, expect, test } from 'vitest';
import { away, refusal } from '../../../test/fakeServer';
import { clock } from '../../../test/memoryStore';
import { addPhoto, around, harvestStore, PhotoServer } from '../../../test/photoServer';
import { photoStates, photosStatus } from '../store/photoStatus';
import { queuedPhotos, readPhoto, trimPhotos } from '../store/photoTable';
import type { Store } from '../store/store';
import { mayUpload, networkOf } from './network';
import { photoRun } from './photoRun';

let store: Store;
let server: PhotoServer;
let row: string;
const add = (hash: string) => addPhoto(store, row, hash);
const send = (byHand = false, signal = new AbortController().signal) =>
  photoRun(store, server, around, byHand, signal);

beforeEach(async () => {
  ({ store, row } = await harvestStore());
  server = new PhotoServer();
  return () => store.close();
});

describe('sending', () => {
  beforeEach(() => {
    add('aa');
  });

  test('goes in parts, and only then the copy here may go', async () => {
    await send();
    expect(server.asked).toEqual(['start aa', 'add 0', 'add 128000', 'add 256000', 'finish']);
    expect(server.here.get('aa')).toHaveLength(300_000);
    expect([queuedPhotos(store), photosStatus(store)]).toEqual([[], { unsent: 0, percent: 100 }]);
    trimPhotos(store, 0);
    expect(readPhoto(store, 'aa', false, 0)).toBeUndefined();
  });

  test('goes on where it was after a break, and waits by its own back-off', async () => {
    server.fail = (asked) => (asked === 'add 128000' ? away() : undefined);
    await send();
    expect(queuedPhotos(store)).toMatchObject([
      { bytesDone: 128_000, backoff: { tries: 1, nextAt: clock.now + 1_000 }, error: { kind: 'network' } },
    ]);
    expect(photoStates(store, ['aa', 'zz'])).toEqual({
      aa: { state: 'sending', percent: 42 },
      zz: { state: 'server', percent: 100 },
    });
    server.fail = () => undefined;
    await send();
    expect(server.asked).toHaveLength(3);
    trimPhotos(store, 0);
    await send(true);
    expect(server.asked.slice(3)).toEqual(['start aa', 'add 128000', 'add 256000', 'finish']);
    expect(server.here.get('aa')).toHaveLength(300_000);
  });

  test('what was sent by a worker that died before it heard the answer is not sent again', async () => {
    server.here.set('aa', []);
    server.stored.add('aa');
    await send();
    expect([server.asked, queuedPhotos(store)]).toEqual([['start aa'], []]);
  });

  test('a photo that the server refuses does not hold up the next; a way that fails does', async () => {
    add('bb');
    server.fail = (asked) => (asked === 'start aa' ? refusal(422, 'attachment.hash_wrong') : undefined);
    await send();
    expect(queuedPhotos(store)).toMatchObject([{ hash: 'aa', error: { code: 'attachment.hash_wrong' } }]);
    expect(queuedPhotos(store)[0]?.backoff.nextAt).toBe(clock.now + 15 * 60_000);
    add('cc');
    add('dd');
    server.fail = () => away();
    server.asked.length = 0;
    await send();
    expect(server.asked).toEqual(['start cc']);
  });

  test('a wait that the server asks for is kept', async () => {
    server.fail = () => refusal(429, 'attachment.too_many', '120');
    await send();
    await send(true);
    expect(server.asked).toHaveLength(1);
  });

  test('a server that takes nothing is not asked for ever', async () => {
    server.add = (hash) => server.start('', hash);
    await send();
    expect(queuedPhotos(store)).toMatchObject([{ error: { kind: 'unknown' } }]);
  });

  test('a store that is let go is not written to any more', async () => {
    const ended = new AbortController();
    server.fail = (asked) => {
      if (asked === 'add 0') ended.abort();
      return undefined;
    };
    await send(false, ended.signal);
    expect([server.asked, queuedPhotos(store)[0]?.error]).toEqual([['start aa', 'add 0'], undefined]);
  });
});

test('photos wait for Wi-Fi where the browser knows of it', () => {
  const on = (type?: string) => networkOf({ connection: { type } });
  expect([
    on('wifi'),
    on('ethernet'),
    on('cellular'),
    on('bluetooth'),
    on('unknown'),
    on(),
    networkOf({}),
  ]).toEqual(['wifi', 'wifi', 'metered', 'metered', 'unknown', 'unknown', 'unknown']);
  expect((['wifi', 'metered', 'unknown'] as const).map((network) => mayUpload(true, network))).toEqual([
    true,
    false,
    true,
  ]);
  expect(mayUpload(false, 'metered')).toBe(true);
});
