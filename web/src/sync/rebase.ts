import { editsOf, statusOf } from './operation';
import type { Outbox, OutboxEntry } from './outbox';
import type { SyncTable, Values } from './tables';

/** What is known of a row's place in the history. */
export interface KnownPlace {
  readonly revision: number;
  readonly values: Values;
}

const isOf = (one: OutboxEntry, table: string, row: string) =>
  one.operation.table === table && one.operation.row === row;

/** The server has judged it; what it made of it is in the row that came, or it is nowhere. */
const isOver = ({ state }: OutboxEntry) => state === 'parked' || state === 'answered';

const withBase = (one: OutboxEntry, base: number): OutboxEntry =>
  one.operation.base === base ? one : { ...one, operation: { ...one.operation, base } };

/**
 * After a pull: lets operations that were never sent stand on the row as it came, as long as all that they saw is
 * still there. What saw something else keeps its base, so that the server finds the conflict. A delete keeps it too:
 * the person has not seen what is deleted now. Where an earlier operation is on its way nothing is moved.
 */
export function rebaseOnPull(outbox: Outbox, table: SyncTable, row: string, place: KnownPlace): Outbox {
  const seen: Record<string, string | null> = { ...place.values };
  let following = true;
  return outbox.map((one) => {
    if (!isOf(one, table.name, row) || isOver(one)) return one;
    const edits = editsOf(table, one.operation);
    const same = edits.every(({ field, old }) => old === (seen[field.name] ?? null));
    following &&= one.state === 'waiting' && one.operation.kind === 'patch' && same;
    if (one.state === 'sent') return one;
    for (const { field, next } of edits) seen[field.name] = next;
    return following ? withBase(one, place.revision) : one;
  });
}

/** True for edits that give the row the revision of their answer; what a step did to it only the server knows. */
const wrote = ({ operation: { kind, set } }: OutboxEntry) =>
  kind === 'create' || (kind === 'patch' && Object.keys(set ?? {}).length > 0);

/**
 * After an answer: what was done on top of an operation that now stands as it was sent saw exactly the row that the
 * server has, so it stands on that revision. Otherwise a delete after one's own edit would look like a conflict.
 */
export function rebaseOnAnswers(outbox: Outbox): Outbox {
  const places = new Map<string, number | undefined>();
  return outbox.map((one) => {
    const key = `${one.operation.table} ${one.operation.row}`;
    if (one.state === 'waiting') {
      const revision = places.get(key);
      return revision === undefined ? one : withBase(one, Math.max(one.operation.base, revision));
    }
    const known = statusOf(one.result) === 'applied' && wrote(one);
    // Others had edited the row too, or it is not known yet: the pull that follows brings it.
    if (one.state !== 'parked') places.set(key, known ? one.result?.revision : undefined);
    return one;
  });
}
