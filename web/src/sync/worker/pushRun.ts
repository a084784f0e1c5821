import { chunk } from '../chunks';
import type { OperationResult } from '../operation';
import { applyResults, markSent, park, toSend, type Outbox } from '../outbox';
import { rebaseOnAnswers } from '../rebase';
import { note, readState } from '../store/deviceState';
import { wholeOutbox, writeOutbox, type Written } from '../store/outboxTable';
import { refreshWork } from '../store/prediction';
import type { Store } from '../store/store';
import { count } from '../store/telemetryTable';
import { answerEvents } from './counted';
import { pushBody } from './pushBody';
import type { SyncTransport } from './transport';

const tooLarge = {
  status: 'rejected',
  code: 'sync.too_much',
  message: 'What belongs together here is larger than the server takes at once.',
  help: 'Save it in smaller parts.',
} as const;

/**
 * Sends what the server may not have, in requests of whole groups, each operation once in a run. Answers how many the
 * server took: then a pull is due, to see what came of them.
 */
export async function pushRun(store: Store, transport: SyncTransport, now: () => number): Promise<number> {
  const tried = new Set<string>();
  const { device } = readState(store);
  let taken = 0;
  for (;;) {
    const request = store.transact(() => choose(store, tried));
    if (request.length === 0) return taken;
    const began = now();
    const body = pushBody(
      device,
      began,
      request.map((one) => one.operation),
    );
    const results = await transport.push(body);
    taken += store.transact(() => take(store, results));
    count(store, ...answerEvents(request, results));
    store.transact(() => note(store, now(), 'push', now() - began, `${request.length} operations`));
  }
}

/** The next request, marked as sent before it is: from then on nobody changes it. */
function choose(store: Store, tried: Set<string>): Outbox {
  for (;;) {
    const outbox = wholeOutbox(store);
    const { requests, tooLarge: groups } = chunk(toSend(outbox, tried));
    const [request = []] = requests;
    const ids = new Set(request.map((one) => one.id));
    const sent = markSent(outbox, ids);
    const large = new Set(groups.flat().map((one) => one.id));
    writeAndTell(store, outbox, large.size === 0 ? sent : park(sent, large, tooLarge));
    for (const id of ids) tried.add(id);
    // What was parked may have stood in the way of the rest.
    if (ids.size > 0 || large.size === 0) return request;
  }
}

function take(store: Store, results: readonly OperationResult[]): number {
  const outbox = wholeOutbox(store);
  const after = rebaseOnAnswers(applyResults(outbox, results));
  const { changed } = writeAndTell(store, outbox, after);
  const states = new Map(after.map((one) => [one.seq, one.state]));
  return changed.filter((one) => one.state === 'sent' && states.get(one.seq) === 'answered').length;
}

/** Stores the outbox; rows whose work changed its place are drawn anew, for their status. */
function writeAndTell(store: Store, before: Outbox, after: Outbox): Written {
  const written = writeOutbox(store, before, after);
  for (const { table } of written.rows) store.touch(table);
  return written;
}

/** After a person let parked work go or try again: its rows are computed anew. */
export function writeDecision(store: Store, before: Outbox, after: Outbox): void {
  refreshWork(store, writeAndTell(store, before, after).rows);
}
