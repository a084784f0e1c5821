import { isRepeated } from '../backoff';
import type { SyncError } from '../errors';
import type { OperationResult } from '../operation';
import { readState } from '../store/deviceState';
import { wholeOutbox } from '../store/outboxTable';
import type { DeviceEngine } from './engine';
import type { Progress } from './pullRun';

/** How the device stands, for the header and the page about it. All moments in milliseconds since 1970. */
export interface DeviceStatus {
  readonly device: string;
  /** Operations that the server may not have. */
  readonly unsent: number;
  /** Operations that the server refused and that wait for a person. */
  readonly parked: number;
  readonly isSyncing: boolean;
  /** Of a first download that is under way. */
  readonly progress: Progress | null;
  /** False once a first download has come to its end. */
  readonly isFirst: boolean;
  readonly syncedAt: number | null;
  readonly revision: number;
  readonly sendError?: SyncError;
  readonly receiveError?: SyncError;
  /** After five failures in a row: the screen offers "Retry now". */
  readonly isRepeated: boolean;
  /** When it is tried again by itself; 0 for at once. */
  readonly nextAt: number;
  readonly off: readonly string[];
}

export function readStatus({ store, isSyncing, progress }: DeviceEngine): DeviceStatus {
  const state = readState(store);
  const count = (states: string) => store.count(`SELECT count(*) FROM outbox WHERE state IN (${states})`);
  return {
    device: state.device,
    unsent: count("'waiting', 'sent'"),
    parked: count("'parked'"),
    isSyncing,
    progress,
    isFirst: state.isFirst,
    syncedAt: state.syncedAt,
    revision: state.revision,
    isRepeated: isRepeated(state.push.backoff) || isRepeated(state.pull.backoff),
    nextAt: Math.max(state.push.backoff.nextAt, state.pull.backoff.nextAt),
    off: state.off,
    ...(state.push.error ? { sendError: state.push.error } : {}),
    ...(state.pull.error ? { receiveError: state.pull.error } : {}),
  };
}

/** One entry of the outbox as the page about the device lists it. */
export interface UnsentWork {
  readonly id: string;
  readonly table: string;
  readonly row: string;
  readonly kind: string;
  readonly at: string;
  readonly state: 'waiting' | 'sent' | 'answered' | 'parked';
  readonly fields: readonly string[];
  readonly refusal?: OperationResult;
}

export interface DeviceDetails {
  readonly tables: readonly { readonly name: string; readonly rows: number; readonly unsent: number }[];
  /** Those that need a person first; at most 200. */
  readonly work: readonly UnsentWork[];
  readonly log: readonly {
    readonly at: number;
    readonly what: string;
    readonly took: number;
    readonly detail: string;
  }[];
}

const mostWork = 200;

export function readDetails({ store }: DeviceEngine): DeviceDetails {
  const outbox = wholeOutbox(store).filter((one) => one.state !== 'answered');
  const first = [...outbox].sort((a, b) => Number(b.state === 'parked') - Number(a.state === 'parked'));
  return {
    tables: store.tables.map(({ name }) => ({
      name,
      rows: store.count(`SELECT count(*) FROM ${name}`),
      unsent: outbox.filter((one) => one.operation.table === name).length,
    })),
    work: first.slice(0, mostWork).map(({ id, state, operation, result }) => ({
      id,
      state,
      table: operation.table,
      row: operation.row,
      kind: operation.kind,
      at: operation.at,
      fields: Object.keys(operation.set ?? {}),
      ...(result ? { refusal: result } : {}),
    })),
    log: store.all('SELECT at, what, took, detail FROM sync_log ORDER BY seq DESC').map((row) => ({
      at: Number(row['at']),
      what: String(row['what']),
      took: Number(row['took']),
      detail: String(row['detail']),
    })),
  };
}

/** All unsent work, word by word: what a person takes along before the store is thrown away. */
export const exportWork = ({ store }: DeviceEngine) =>
  wholeOutbox(store).filter((one) => one.state !== 'answered');
