import { readSetting, writeSetting } from '../store/photoTable';
import {
  consentOf,
  purposes,
  queuedEvents,
  writeConsent,
  type Purpose,
  type TelemetryEvent,
} from '../store/telemetryTable';
import type { Store } from '../store/store';
import { errorOf } from './engine';
import { Refusal } from './transport';

export interface TelemetryTransport {
  events(events: readonly TelemetryEvent[]): Promise<void>;
  withdraw(purpose: Purpose): Promise<void>;
}

const mostAtOnce = 500;
const enough = 100;
const pause = 15 * 60 * 1_000;
const sentAt = 'telemetry.sent_at';

/**
 * Tells the server what was taken back, and then what was counted: a few times an hour, not with every sync. What does
 * not get through waits for the next time; nothing of it holds up any work.
 */
export async function telemetryRun(
  store: Store,
  transport: TelemetryTransport,
  asOurs: (work: () => Promise<void>) => Promise<void>,
  now: number,
): Promise<void> {
  try {
    const withdrawing = purposes.filter((purpose) => consentOf(store, purpose) === 'withdrawing');
    for (const purpose of withdrawing) {
      await asOurs(() => transport.withdraw(purpose));
      store.transact(() => writeConsent(store, purpose, 'off'));
    }
    const queued = queuedEvents(store, mostAtOnce);
    const waited = now - Number(readSetting(store, sentAt) ?? 0);
    if (queued.length === 0 || (queued.length < enough && waited >= 0 && waited < pause)) return;
    await send(store, transport, asOurs, queued, now);
  } catch (thrown) {
    // The way is closed for now; a mistake of our own is told.
    if (errorOf(thrown).kind === 'unknown' && !(thrown instanceof Refusal)) throw thrown;
  }
}

async function send(
  store: Store,
  transport: TelemetryTransport,
  asOurs: (work: () => Promise<void>) => Promise<void>,
  queued: ReturnType<typeof queuedEvents>,
  now: number,
): Promise<void> {
  try {
    await asOurs(() => transport.events(queued.map(({ event }) => event)));
  } catch (thrown) {
    const code = thrown instanceof Refusal ? thrown.code : undefined;
    // Taken back on another device: this one forgets what it has counted, and counts no more.
    if (code === 'telemetry.no_consent')
      return store.transact(() => {
        for (const purpose of purposes) writeConsent(store, purpose, 'off');
      });
    // An app that is older or newer than the server: the events would be refused for ever.
    if (code !== 'telemetry.event_refused') throw thrown;
  }
  const last = queued.at(-1)?.seq ?? 0;
  store.transact(() => {
    store.run('DELETE FROM telemetry_queue WHERE seq <= ?', [last]);
    writeSetting(store, sentAt, String(now));
  });
}
