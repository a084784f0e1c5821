import { earlierRows } from '../downloads';
import {
  readPull,
  StreamBroken,
  type PullEnd,
  type PullFrame,
  type PullHeader,
  type PullTable,
} from '../frames';
import { dropPulled } from '../outbox';
import { note, readState, startAnew } from '../store/deviceState';
import { wholeOutbox, writeOutbox } from '../store/outboxTable';
import { differencesOf } from '../store/agreement';
import { bare, dress } from '../store/bareTable';
import { applyFrame, dropUnseen, noteSeen } from '../store/pulledRows';
import { refreshWork } from '../store/prediction';
import type { Store } from '../store/store';
import { Refusal, type SyncTransport } from './transport';

/** How far a first download has come. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

export interface PullSurroundings {
  readonly now: () => number;
  /** Whether to count, at the end of this pull, if the device holds what the server says. */
  readonly isCheckDue: () => boolean;
  readonly onProgress: (progress: Progress | null) => void;
}

const mostStarts = 3;
/** So long a stream may be silent. */
const silence = 60_000;

/**
 * Brings what is new. A first download is stored frame by frame and goes on from the last one; what changed since is
 * set aside until the last line has come, and then shown as a whole, with the cursor, in one transaction.
 */
export async function pullRun(
  store: Store,
  transport: SyncTransport,
  around: PullSurroundings,
): Promise<void> {
  for (let start = 0; start < mostStarts; start++) {
    try {
      if (await receive(store, transport, around)) return;
    } catch (error) {
      if (!(error instanceof Refusal && error.status === 410)) throw error;
      store.transact(() => startAnew(store));
    } finally {
      around.onProgress(null);
    }
  }
  throw new Error('The server asked again and again to start anew');
}

/** False when the device holds other rows than the server and must ask for them again. */
async function receive(store: Store, transport: SyncTransport, around: PullSurroundings): Promise<boolean> {
  const began = around.now();
  store.transact(() => store.run('DELETE FROM sync_staged'));
  const { device, cursor, kept } = readState(store);
  const hush = new AbortController();
  const listen = () =>
    setTimeout(() => hush.abort(new DOMException('Silent for a minute', 'TimeoutError')), silence);
  let timer = listen();
  try {
    let header: PullHeader | undefined;
    let rows = 0;
    let agrees = true;
    let count: ReturnType<typeof counter> | undefined;
    for await (const line of readPull(await transport.pull(device, cursor, kept, hush.signal))) {
      clearTimeout(timer);
      timer = listen();
      if (line.kind === 'header') {
        header = line;
        if (line.first && cursor === null) bareAll(store);
        count = counter(store, line, around.onProgress);
      } else if (!header) throw new StreamBroken('unreadable', 'The answer does not begin with its header');
      else if (line.kind === 'frame') {
        take(store, header, line);
        rows += line.created.length + line.updated.length + line.deleted.length;
        count?.(line);
      } else agrees = finish(store, header, line, around);
    }
    const first = header?.first ? 'first, ' : '';
    store.transact(() => note(store, around.now(), 'pull', around.now() - began, `${first}${rows} rows`));
    return agrees;
  } finally {
    clearTimeout(timer);
  }
}

/** A very first download fills empty tables; over rows that are here, what finds them stays. */
function bareAll(store: Store): void {
  if (readState(store).isAnew) return;
  store.transact(() => store.tables.forEach((table) => bare(store, table)));
}

/** Counts the rows of a first download, with those that an earlier part of it has brought. */
function counter(store: Store, header: PullHeader, onProgress: PullSurroundings['onProgress']) {
  if (!header.first) return undefined;
  const known = header.tables.filter(({ name }) => store.table(name));
  const total = known.reduce((sum, { rows = 0 }) => sum + rows, 0);
  const { isAnew, cursor } = readState(store);
  const here = (name: string) =>
    isAnew
      ? store.count('SELECT count(*) FROM sync_seen WHERE table_name = ?', [name])
      : store.count(`SELECT count(*) FROM ${name}`);
  let done = cursor === null ? 0 : known.reduce((sum, { name }) => sum + here(name), 0);
  onProgress({ done, total });
  return (frame: PullFrame) => {
    done += frame.created.length + frame.updated.length;
    onProgress({ done: Math.min(done, total), total });
  };
}

const tableOf = (header: PullHeader, name: string): PullTable => {
  const table = header.tables.find((one) => one.name === name);
  if (!table) throw new StreamBroken('unreadable', `A frame of ${name}, which the header does not name`);
  return table;
};

function take(store: Store, header: PullHeader, frame: PullFrame): void {
  if (!header.first) return stage(store, header, frame);
  store.transact(() => {
    bring(store, header, frame);
    if (frame.cursor === undefined) return;
    store.run('UPDATE sync_state SET cursor = ?', [frame.cursor]);
  });
}

function bring(store: Store, header: PullHeader, frame: PullFrame): void {
  const { isAnew, kept } = readState(store);
  applyFrame(store, tableOf(header, frame.table), frame);
  if ((header.first && isAnew) || kept.includes(frame.table)) noteSeen(store, frame);
}

/** Sets a frame aside; a cut stream leaves it where nobody looks. */
function stage(store: Store, header: PullHeader, frame: PullFrame): void {
  const fields = JSON.stringify(tableOf(header, frame.table).fields);
  store.transact(() => {
    for (const sort of ['created', 'updated', 'deleted'] as const)
      if (frame[sort].length > 0)
        store.run('INSERT INTO sync_staged (table_name, sort, fields, body) VALUES (?, ?, ?, ?)', [
          frame.table,
          sort,
          fields,
          JSON.stringify(frame[sort]),
        ]);
  });
}

function unstage(store: Store, header: PullHeader): void {
  for (const { seq } of store.all('SELECT seq FROM sync_staged ORDER BY seq')) {
    const row = store.one('SELECT table_name, sort, body FROM sync_staged WHERE seq = ?', [seq ?? 0]);
    if (!row) continue;
    const empty = { kind: 'frame', created: [], updated: [], deleted: [] } as const;
    const body = JSON.parse(String(row['body'])) as PullFrame['created'];
    bring(store, header, { ...empty, table: String(row['table_name']), [String(row['sort'])]: body });
  }
  store.run('DELETE FROM sync_staged');
}

/**
 * Rows, outbox and cursor of the whole pull in one transaction, and whether the device holds what the server says.
 * Answers false when rows are to be asked for again.
 */
function finish(store: Store, header: PullHeader, end: PullEnd, around: PullSurroundings): boolean {
  const now = around.now();
  return store.transact(() => {
    unstage(store, header);
    if (header.first) for (const table of store.tables) dress(store, table);
    const { isAnew, kept } = readState(store);
    const known = store.tables.map((table) => table.name);
    const earlier = earlierRows(known, header, kept);
    // In a very first download there was nothing before that could be gone now.
    dropUnseen(store, isAnew ? earlier.drop : earlier.drop.filter((name) => kept.includes(name)));
    const before = wholeOutbox(store);
    refreshWork(store, writeOutbox(store, before, dropPulled(before, end.revision)).rows);
    store.run('UPDATE sync_state SET cursor = ?, epoch = ?, revision = ?, is_first = 0, synced_at = ?', [
      end.cursor,
      header.epoch ?? null,
      end.revision,
      now,
    ]);
    const isDue = header.first || kept.length > 0 || around.isCheckDue();
    const other = isDue && end.digests.length > 0 ? differencesOf(store, end.digests) : [];
    for (const { table, here, there } of other)
      note(store, now, 'pull.diverged', 0, `${table}: ${here.rows} rows here, ${there.rows} on the server`);
    // A table that came whole and does not agree would not agree the next time either: it is told, not repeated.
    const again = header.first ? [] : other.map(({ table }) => table).filter((name) => !kept.includes(name));
    store.run('UPDATE device_state SET anew = 0, off = ?, kept = ?', [
      JSON.stringify(header.off),
      JSON.stringify([...earlier.kept, ...again]),
    ]);
    store.touch('state');
    return again.length === 0;
  });
}
