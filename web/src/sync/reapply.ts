import { combine, newValues } from './merge';
import { editsOf, type Operation } from './operation';
import type { SyncTable, Values } from './tables';

/** The last row that the server sent; `deleted` when it said that the row is gone. */
export interface PulledRow {
  readonly values: Values;
  readonly deleted: boolean;
}

/** The texts that a step writes to this row; none when it leaves the row alone or cannot be done any more. */
export type StepWrites = (step: Operation) => Values | undefined;

/**
 * The row as the screen sees it: the server's, with everything on top that this device did and that the server has not
 * confirmed, in its order. Parked operations are part of it: what a person saved does not vanish from the screen while
 * it waits for them. Null: there is no such row, or it is deleted.
 */
export function reapply(
  table: SyncTable,
  pulled: PulledRow | null,
  pending: readonly Operation[],
  written: StepWrites = () => undefined,
): Values | null {
  let values = pulled?.values ?? null;
  let deleted = pulled?.deleted ?? false;
  for (const operation of pending) {
    if (operation.kind === 'intent') {
      const set = written(operation);
      if (set === undefined) continue;
      values = { ...((deleted ? null : values) ?? newValues(table, [])), ...set };
      deleted = false;
    } else if (table.policy === 'append_only' && values !== null) {
      // An entry that is only ever added stands as the server has it, whatever edit was asked for.
      continue;
    } else if (operation.kind === 'delete') deleted = true;
    else {
      values = withEdit(table, values, operation);
      // The server lets an edit bring a deleted row back.
      deleted = values === null;
    }
  }
  return deleted ? null : values;
}

function withEdit(table: SyncTable, values: Values | null, operation: Operation): Values | null {
  const edits = editsOf(table, operation).filter(({ field }) => field.policy !== 'server_owned');
  if (values === null) return operation.kind === 'create' ? newValues(table, edits) : null;
  const seen: Record<string, string | null> = { ...values };
  for (const edit of edits) {
    const theirs = seen[edit.field.name] ?? null;
    const together = theirs === edit.old || theirs === edit.next ? undefined : combine(edit, theirs);
    seen[edit.field.name] = together === undefined ? edit.next : together;
  }
  return seen;
}
