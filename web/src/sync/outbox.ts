import { chunk, groupsOf, type Sendable } from './chunks';
import { statusOf, wireOf, type Operation, type OperationResult } from './operation';

/**
 * `waiting`: never sent, may still be rebased. `sent`: on its way at least once; its content is fixed, because the
 * server binds its id to it. `answered`: done on the server, and shown on top of the row until a pull has brought it.
 * `parked`: refused, and waits for a person.
 */
export type OutboxState = 'waiting' | 'sent' | 'answered' | 'parked';

export interface OutboxEntry extends Sendable {
  /** Grows by one with each operation; never used again. */
  readonly seq: number;
  readonly state: OutboxState;
  readonly operation: Operation;
  /** The server's answer, of an operation that is answered or parked. */
  readonly result?: OperationResult;
}

export type Outbox = readonly OutboxEntry[];

const utf8 = new TextEncoder();

const entry = (seq: number, operation: Operation): OutboxEntry => ({
  seq,
  id: operation.id,
  ...(operation.group === undefined ? {} : { group: operation.group }),
  state: 'waiting',
  operation,
  bytes: utf8.encode(JSON.stringify(wireOf(operation))).length,
});

/** One step is more than any request can hold: the person hears it before anything is stored. */
export class StepTooLarge extends Error {
  /** The sentence for people. */
  readonly sentence = 'sync.save.tooMuch';

  constructor() {
    super('What belongs together is more than one request can hold');
    this.name = 'StepTooLarge';
  }
}

/**
 * Adds what a person did, in one go. The same id twice is a fault of the app: nothing may be stored under it. What no
 * request could hold is not stored either, for it would never be sent.
 */
export function append(outbox: Outbox, nextSeq: number, operations: readonly Operation[]): Outbox {
  const known = new Set(outbox.map((one) => one.id));
  for (const { id } of operations) {
    if (known.has(id)) throw new Error(`The operation ${id} is in the outbox already`);
    known.add(id);
  }
  const added = operations.map((operation, place) => entry(nextSeq + place, operation));
  if (chunk(added).tooLarge.length > 0) throw new StepTooLarge();
  return [...outbox, ...added];
}

const isUnsent = ({ state }: OutboxEntry) => state === 'waiting' || state === 'sent';

/** What the server may not have, in the order in which it was done: the number that a person sees. */
export const unsent = (outbox: Outbox): Outbox => outbox.filter(isUnsent);

const none: ReadonlySet<string> = new Set();

const rowOf = ({ operation }: OutboxEntry) => `${operation.table} ${operation.row}`;

/**
 * What the next request of a run takes; `tried` are the ids that this run has sent already. What was sent before and
 * has no answer goes first and alone, so that all that was done on top of it can follow its answer. A new row that the
 * server refused for now holds back what was done to it later, with all of its group: sent ahead of the row that would
 * be refused for good. Nothing else waits for it.
 */
export function toSend(outbox: Outbox, tried: ReadonlySet<string> = none): Outbox {
  const pending = unsent(outbox);
  const waits = ({ id, operation: { kind } }: OutboxEntry) => kind === 'create' && tried.has(id);
  const rows = new Set(pending.filter(waits).map(rowOf));
  const held = new Set<string>();
  const untried = pending.filter((one) => !tried.has(one.id));
  for (const group of groupsOf(untried))
    if (group.some((one) => rows.has(rowOf(one))))
      for (const one of group) {
        held.add(one.id);
        rows.add(rowOf(one));
      }
  const due = untried.filter((one) => !held.has(one.id));
  const again = due.filter((one) => one.state === 'sent');
  return again.length > 0 ? again : due;
}

/** Marks operations before they are sent for the first time; from then on they are never changed. */
export function markSent(outbox: Outbox, ids: ReadonlySet<string>): Outbox {
  return outbox.map((one) => (one.state === 'waiting' && ids.has(one.id) ? { ...one, state: 'sent' } : one));
}

const stands = new Set<OperationResult['status'] | undefined>(['applied', 'merged', 'conflict']);

/** Takes the server's answers. What has none, or is refused for now only, is sent again under the same id. */
export function applyResults(outbox: Outbox, results: readonly OperationResult[]): Outbox {
  const answers = new Map(results.map((result) => [result.id, result]));
  return outbox.map((one) => {
    const result = answers.get(one.id);
    if (!result || !isUnsent(one)) return one;
    if (stands.has(statusOf(result))) return { ...one, state: 'answered', result };
    return isRetryable(result) ? one : { ...one, state: 'parked', result };
  });
}

/** A parent that the server does not have yet comes with this outbox. */
const isRetryable = ({ retryable, code }: OperationResult) => retryable ?? code === 'sync.parent_unknown';

/** After a pull that came to its end: drops what was done up to its revision, for the rows have it now. */
export const dropPulled = (outbox: Outbox, revision: number): Outbox =>
  outbox.filter((one) => one.state !== 'answered' || (one.result?.revision ?? 0) > revision);

/** Parks what could not even be sent, as a group that no request can hold. */
export function park(outbox: Outbox, ids: ReadonlySet<string>, why: Omit<OperationResult, 'id'>): Outbox {
  return outbox.map((one) =>
    ids.has(one.id) ? { ...one, state: 'parked', result: { ...why, id: one.id } } : one,
  );
}

/**
 * Lets parked operations try again, with the rest of their groups. The server keeps its answers, so that under the
 * old ids it would only repeat them: each gets a new id, and a group one new name.
 */
export function release(outbox: Outbox, ids: ReadonlySet<string>, newId: () => string): Outbox {
  const groups = new Map<string, string>();
  for (const one of outbox)
    if (ids.has(one.id) && one.group !== undefined && !groups.has(one.group)) groups.set(one.group, newId());
  return outbox.map((one) => {
    const group = one.group === undefined ? undefined : groups.get(one.group);
    if (one.state !== 'parked' || (!ids.has(one.id) && group === undefined)) return one;
    const operation = { ...one.operation, id: newId(), ...(group === undefined ? {} : { group }) };
    return entry(one.seq, operation);
  });
}

/** Throws away what a person gave up, with the rest of its group; only what is parked can be given up. */
export function discard(outbox: Outbox, ids: ReadonlySet<string>): Outbox {
  const groups = new Set(outbox.filter((one) => ids.has(one.id)).map((one) => one.group ?? one.id));
  return outbox.filter((one) => one.state !== 'parked' || !groups.has(one.group ?? one.id));
}
