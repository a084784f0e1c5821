import { beforeEach, describe, expect, test } from 'vitest';
import { away, engineOf, FakeServer, nothingNew, refusal } from '../../../test/fakeServer';
import { clock, memoryStore, newId, newTask, save } from '../../../test/memoryStore';
import {
  consentOf,
  count,
  purposes,
  queuedEvents,
  takeConsents,
  writeConsent,
  type Purpose,
  type TelemetryEvent,
} from '../store/telemetryTable';
import type { Store } from '../store/store';
import { telemetryRun } from './telemetryRun';

class TelemetryServer {
  readonly got: TelemetryEvent[] = [];
  readonly withdrawn: Purpose[] = [];
  fail: Error | undefined;
  events(events: readonly TelemetryEvent[]) {
    if (this.fail) return Promise.reject(this.fail);
    this.got.push(...events);
    return Promise.resolve();
  }
  withdraw(purpose: Purpose) {
    if (this.fail) return Promise.reject(this.fail);
    this.withdrawn.push(purpose);
    return Promise.resolve();
  }
}

let store: Store;
let server: TelemetryServer;
const agree = () => takeConsents(store, { performance: true, reliability: true });
const names = () => queuedEvents(store, 1_000).map(({ event }) => event.name);
const tell = () => telemetryRun(store, server, (work) => work(), clock.now);
const pending = { name: 'pending', count: 1 } as const;
const slow = { name: 'sync_duration', stage: 'push', milliseconds: 9 } as const;

beforeEach(async () => {
  store = await memoryStore();
  server = new TelemetryServer();
  return () => store.close();
});

describe('counting', () => {
  test('does not begin before consent, and each purpose has its own', () => {
    count(store, pending, slow);
    expect(names()).toEqual([]);
    takeConsents(store, { performance: true, reliability: false });
    count(store, pending, slow);
    expect(names()).toEqual(['sync_duration']);
  });

  test('a sync tells how it went, and nothing of whom and what', async () => {
    const sync = new FakeServer();
    sync.pulls = [nothingNew];
    const engine = engineOf(store, sync);
    save(store, newTask(newId(), 'Secret'));
    await engine.sync(true);
    expect(names()).toEqual([]);
    agree();
    save(store, newTask(newId(), 'Secret'), newTask(newId()), newTask(newId()));
    sync.push_ = (body) =>
      body.operations.map(({ id }, place) =>
        place < 2
          ? { id, status: 'rejected' as const, code: 'sync.row_unknown' }
          : { id, status: 'conflict' as const, revision: 9 },
      );
    await engine.sync(true);
    sync.push_ = away;
    save(store, newTask(newId()));
    await engine.sync(true);
    expect(names()).toEqual([
      'payload_size',
      'conflict',
      'rejection',
      'sync_duration',
      'sync_result',
      'payload_size',
      'sync_duration',
      'sync_result',
      'pending',
      'checkpoint_age',
      'sync_duration',
      'sync_result',
      'payload_size',
      'sync_duration',
      'sync_result',
      'pending',
      'checkpoint_age',
    ]);
    const events = queuedEvents(store, 1_000).map(({ event }) => event);
    expect(events).toContainEqual({ name: 'rejection', table: 'tasks', code: 'sync.row_unknown', count: 2 });
    expect(events).toContainEqual({
      name: 'conflict',
      table: 'tasks',
      fields: ['site_id', 'title', 'status'],
      resolution: 'conflict',
    });
    expect(events).toContainEqual({ name: 'sync_result', stage: 'push', succeeded: false });
    expect(JSON.stringify(events)).not.toMatch(/Secret|00000000-/);
  });

  test('keeps the newest thousand', () => {
    agree();
    for (let at = 0; at < 1_010; at++) count(store, { name: 'pending', count: at });
    const events = queuedEvents(store, 2_000);
    expect([events.length, events[0]?.event]).toEqual([1_000, { name: 'pending', count: 10 }]);
  });
});

describe('telling', () => {
  beforeEach(agree);

  test('comes a few times an hour, or when there is much', async () => {
    count(store, pending);
    await tell();
    count(store, slow);
    await tell();
    expect([server.got, names()]).toEqual([[pending], ['sync_duration']]);
    clock.now += 15 * 60_000;
    await tell();
    expect([server.got.length, names()]).toEqual([2, []]);
    for (let at = 0; at < 100; at++) count(store, pending);
    await tell();
    expect(server.got).toHaveLength(102);
  });

  test('waits when nobody answers, and holds nothing up', async () => {
    count(store, pending);
    server.fail = away();
    await tell();
    expect(names()).toEqual(['pending']);
  });

  test('what the server does not know goes, so that it is not sent for ever', async () => {
    count(store, pending);
    server.fail = refusal(422, 'telemetry.event_refused');
    await tell();
    expect(names()).toEqual([]);
  });

  test('taken back on another device, this one forgets and counts no more', async () => {
    count(store, pending, slow);
    server.fail = refusal(403, 'telemetry.no_consent');
    await tell();
    count(store, pending, slow);
    expect([names(), purposes.map((one) => consentOf(store, one))]).toEqual([[], ['off', 'off']]);
  });
});

describe('taking it back', () => {
  beforeEach(agree);

  test('deletes at once what was counted for the purpose, and tells the server when it can', async () => {
    count(store, pending, slow);
    writeConsent(store, 'performance', 'withdrawing');
    count(store, slow);
    expect(names()).toEqual(['pending']);
    server.fail = away();
    await tell();
    // What the server still believes does not switch it on again.
    agree();
    expect(consentOf(store, 'performance')).toBe('withdrawing');
    server.fail = undefined;
    await tell();
    expect([server.withdrawn, server.got]).toEqual([['performance'], [pending]]);
    expect(consentOf(store, 'performance')).toBe('off');
    await tell();
    expect(server.withdrawn).toHaveLength(1);
  });
});
