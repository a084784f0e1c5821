import { beforeEach, describe, expect, test } from 'vitest';
import { away, engineOf, FakeServer, nothingNew, refusal } from '../../../test/fakeServer';
import { clock, memoryStore, newId, newTask, rename, save, site } from '../../../test/memoryStore';
import type { OperationResult } from '../operation';
import { readState } from '../store/deviceState';
import { wholeOutbox } from '../store/outboxTable';
import { readScreen } from '../store/screenQuery';
import type { Store } from '../store/store';
import type { DeviceEngine } from './engine';
import { exportWork, readDetails, readStatus } from './status';

let store: Store;
let server: FakeServer;
let engine: DeviceEngine;

beforeEach(async () => {
  store = await memoryStore();
  server = new FakeServer();
  server.pulls = [nothingNew];
  engine = engineOf(store, server);
  return () => store.close();
});

const statuses = () => readScreen(store, { table: 'tasks' }).rows.map((row) => row.status);
const sentIds = () => server.pushed.map((body) => body.operations.map((one) => one.id));
const reject =
  (code: string, more: Partial<OperationResult> = {}) =>
  (body: { operations: readonly { id: string }[] }) =>
    body.operations.map(({ id }): OperationResult => ({
      id,
      status: 'rejected',
      code,
      message: 'No.',
      help: 'Do that.',
      ...more,
    }));

describe('sending', () => {
  test('what the server took leaves the outbox with the pull that follows', async () => {
    save(store, newTask(newId()));
    expect(statuses()).toEqual(['pending']);
    await engine.sync(true);
    expect(server.pushed).toMatchObject([
      { protocol: 1, operations: [{ kind: 'create', set: { site_id: site } }] },
    ]);
    expect([wholeOutbox(store), readStatus(engine).unsent]).toEqual([[], 0]);
  });

  test('a request without an answer is sent again, word by word and alone', async () => {
    const row = newId();
    save(store, newTask(row));
    server.push_ = away;
    await engine.sync(true);
    expect(statuses()).toEqual(['sent']);
    save(store, rename(row, 'Feed'));
    server.push_ = (body) => body.operations.map(({ id }) => ({ id, status: 'applied', revision: 7 }));
    await engine.sync(true);
    expect(server.pushed[1]?.operations).toEqual(server.pushed[0]?.operations);
    expect(server.pushed[2]?.operations).toMatchObject([{ kind: 'patch', base: 7, set: { title: 'Feed' } }]);
  });

  test('what is saved while a request is on its way is sent after it, and stays on the screen', async () => {
    const row = newId();
    save(store, newTask(row));
    server.pulls = [away()];
    server.push_ = (body) => {
      if (server.pushed.length === 1) {
        save(store, rename(row, 'Feed'));
        void engine.sync();
      }
      return body.operations.map(({ id }) => ({ id, status: 'applied', revision: 7 }));
    };
    await engine.sync(true);
    expect(sentIds()).toHaveLength(2);
    expect(readScreen(store, { table: 'tasks' }).rows[0]?.values['title']).toBe('Feed');
  });

  test('a refused operation is parked with its sentence, and the rest goes on', async () => {
    save(store, newTask(newId()));
    server.push_ = reject('batch.unknown');
    await engine.sync(true);
    save(store, newTask(newId()));
    server.push_ = (body) => body.operations.map(({ id }) => ({ id, status: 'applied', revision: 100 }));
    await engine.sync(true);
    const parked = readScreen(store, { table: 'tasks' }).rows.find((one) => one.status === 'parked');
    expect(parked?.refusal).toEqual({ code: 'batch.unknown', message: 'No.', help: 'Do that.' });
    expect(readStatus(engine)).toMatchObject({ unsent: 0, parked: 1 });
    expect(readDetails(engine).work).toMatchObject([{ state: 'parked', refusal: { message: 'No.' } }]);
  });

  test('parked work tries again under another id, or is given up', async () => {
    save(store, newTask(newId()));
    server.push_ = reject('x.y');
    await engine.sync(true);
    const [old] = wholeOutbox(store);
    engine.release([old!.id]);
    expect(wholeOutbox(store)).toMatchObject([{ state: 'waiting' }]);
    expect(wholeOutbox(store)[0]?.id).not.toBe(old?.id);
    await engine.sync(true);
    engine.discard(wholeOutbox(store).map((one) => one.id));
    expect([statuses(), (await exportWork(engine)).operations]).toEqual([[], []]);
  });

  test('what waits for another device is asked once in a run', async () => {
    save(store, newTask(newId()));
    server.push_ = reject('sync.parent_unknown', { retryable: true });
    await engine.sync(true);
    expect([sentIds().length, statuses()]).toEqual([1, ['sent']]);
  });

  test('a group that no request holds is parked, and what was done later is sent', async () => {
    save(store, newTask(newId()), newTask(newId()));
    // As it was left by an app that did not look at the size when it saved.
    store.run('UPDATE outbox SET bytes = 1000000');
    save(store, newTask(newId()));
    await engine.sync(true);
    expect(sentIds().map((ids) => ids.length)).toEqual([1]);
    expect(readStatus(engine)).toMatchObject({ parked: 2, unsent: 0 });
  });
});

describe('failures', () => {
  test('are waited for, also after a restart; a person cuts the wait short', async () => {
    save(store, newTask(newId()));
    server.push_ = away;
    await engine.sync();
    const again = engineOf(store, server);
    await again.sync();
    expect(server.pushed).toHaveLength(1);
    await again.sync(true);
    expect(server.pushed).toHaveLength(2);
    expect(readState(store).push).toMatchObject({ backoff: { tries: 2 }, error: { kind: 'network' } });
    clock.now += 10_000;
    await again.sync();
    expect(server.pushed).toHaveLength(3);
  });

  test('a wait that the server asks for is kept, whoever is in a hurry', async () => {
    save(store, newTask(newId()));
    server.push_ = () => refusal(503, 'sync.busy', '120');
    await engine.sync(true);
    await engine.sync(true);
    expect(server.pushed).toHaveLength(1);
    clock.now += 121_000;
    await engine.sync();
    expect(server.pushed).toHaveLength(2);
  });

  test('of sending do not keep from receiving, and the other way round', async () => {
    save(store, newTask(newId()));
    server.push_ = away;
    await engine.sync(true);
    expect(readStatus(engine)).toMatchObject({ isFirst: false, sendError: { kind: 'network' } });
    expect(readStatus(engine)).not.toHaveProperty('receiveError');
    server.pulls = [away()];
    server.push_ = (body) => body.operations.map(({ id }) => ({ id, status: 'applied', revision: 7 }));
    await engine.sync(true);
    expect(readStatus(engine)).toMatchObject({ unsent: 0, receiveError: { kind: 'network' } });
  });

  test('an app that is too old waits long and keeps its work', async () => {
    save(store, newTask(newId()));
    server.push_ = () => refusal(426, 'sync.upgrade_needed');
    await engine.sync(true);
    expect(readStatus(engine)).toMatchObject({
      unsent: 1,
      sendError: { kind: 'schema_mismatch', code: 'sync.upgrade_needed' },
      isRepeated: true,
      nextAt: clock.now + 15 * 60_000,
    });
  });
});

describe('whose it is', () => {
  beforeEach(() => void save(store, newTask(newId())));

  test('nothing goes out when another person is signed in in this browser', async () => {
    for (const who of [{ user: 'v', organization: 'o' }, { user: 'u', organization: 'p' }, null]) {
      server.who = who;
      await engine.sync(true);
    }
    expect([server.pushed, server.cursors, server.registrations]).toEqual([[], [], 0]);
    expect(readStatus(engine)).toMatchObject({ unsent: 1, sendError: { code: 'access.not_signed_in' } });
  });

  test('an unknown device is registered and goes on', async () => {
    server.registered = false;
    await engine.sync(true);
    expect([server.registrations, server.pushed.length, readStatus(engine).unsent]).toEqual([1, 1, 0]);
  });

  test('a device is not registered for somebody who signed in meanwhile', async () => {
    server.registered = false;
    server.push_ = () => [];
    let asked = 0;
    server.whose = () => Promise.resolve(asked++ === 0 ? server.who : { user: 'v', organization: 'o' });
    await engine.sync(true);
    expect([server.registrations, server.pushed]).toEqual([0, []]);
  });
});

test('what the sync did is kept for the diagnostics, without values', async () => {
  save(store, newTask(newId(), 'Secret'));
  await engine.sync(true);
  const { log } = readDetails(engine);
  expect(log.map((one) => [one.what, one.detail])).toEqual([
    ['pull', '0 rows'],
    ['push', '1 operations'],
  ]);
});
