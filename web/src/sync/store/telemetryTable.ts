import { readSetting, writeSetting } from './photoTable';
import type { Store } from './store';

/** What is counted waits here; there is nothing in it of purposes that the person did not agree to. */
export const telemetryTables: readonly string[] = [
  `CREATE TABLE telemetry_queue (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    purpose TEXT NOT NULL,
    event TEXT NOT NULL) STRICT`,
];

export const purposes = ['performance', 'reliability'] as const;
export type Purpose = (typeof purposes)[number];

export type Stage = 'push' | 'pull' | 'photos';

/** The forms that the server knows (docs/telemetry.md): numbers, and names of a list; no text, id or place. */
export type TelemetryEvent =
  | { readonly name: 'sync_duration'; readonly stage: Stage; readonly milliseconds: number }
  | { readonly name: 'payload_size'; readonly stage: Stage; readonly bytes: number }
  | { readonly name: 'sync_result'; readonly stage: Stage; readonly succeeded: boolean }
  | { readonly name: 'pending'; readonly count: number }
  | { readonly name: 'checkpoint_age'; readonly seconds: number }
  | {
      readonly name: 'conflict';
      readonly table: string;
      readonly fields: readonly string[];
      readonly resolution: 'merged' | 'conflict';
    }
  | { readonly name: 'rejection'; readonly table: string; readonly code: string; readonly count: number };

const purposeOf: Readonly<Record<TelemetryEvent['name'], Purpose>> = {
  sync_duration: 'performance',
  payload_size: 'performance',
  sync_result: 'reliability',
  pending: 'reliability',
  checkpoint_age: 'reliability',
  conflict: 'reliability',
  rejection: 'reliability',
};

/** `withdrawing`: taken back here, and the server does not know yet. */
export type Consent = 'granted' | 'off' | 'withdrawing';

export const consentOf = (store: Store, purpose: Purpose): Consent =>
  (readSetting(store, `telemetry.${purpose}`) ?? 'off') as Consent;

/** What is taken back takes with it what was counted. */
export function writeConsent(store: Store, purpose: Purpose, consent: Consent): void {
  writeSetting(store, `telemetry.${purpose}`, consent);
  if (consent !== 'granted') store.run('DELETE FROM telemetry_queue WHERE purpose = ?', [purpose]);
}

/** Follows what the server has; what is being taken back here stays taken back. */
export function takeConsents(store: Store, granted: Readonly<Record<Purpose, boolean>>): void {
  store.transact(() => {
    for (const purpose of purposes)
      if (consentOf(store, purpose) !== 'withdrawing')
        writeConsent(store, purpose, granted[purpose] ? 'granted' : 'off');
  });
}

const mostQueued = 1_000;

/** Notes events of those purposes that the person agreed to, and nothing of others. */
export function count(store: Store, ...events: readonly TelemetryEvent[]): void {
  const agreed = events.filter((event) => consentOf(store, purposeOf[event.name]) === 'granted');
  if (agreed.length === 0) return;
  store.transact(() => {
    for (const event of agreed)
      store.run('INSERT INTO telemetry_queue (purpose, event) VALUES (?, ?)', [
        purposeOf[event.name],
        JSON.stringify(event),
      ]);
    store.run('DELETE FROM telemetry_queue WHERE seq <= (SELECT max(seq) FROM telemetry_queue) - ?', [
      mostQueued,
    ]);
  });
}

export interface QueuedEvent {
  readonly seq: number;
  readonly event: TelemetryEvent;
}

export const queuedEvents = (store: Store, most: number): readonly QueuedEvent[] =>
  store.all('SELECT seq, event FROM telemetry_queue ORDER BY seq LIMIT ?', [most]).map((row) => ({
    seq: Number(row['seq']),
    event: JSON.parse(String(row['event'])) as TelemetryEvent,
  }));
