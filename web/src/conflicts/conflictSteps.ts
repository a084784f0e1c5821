import { readField } from '../sync/fieldText';
import type { Operation } from '../sync/operation';
import { refusal, type Step, type StepOutcome } from '../sync/steps';
import type { Json } from '../sync/tables';
import { currentOf, findCase, records, rowWrites, type ConflictCase } from './conflictCase';

type Arguments = Readonly<Record<string, Json>>;

const argumentsOf = ({ args }: Operation): Arguments =>
  typeof args === 'object' && args !== null && !Array.isArray(args) ? (args as Arguments) : {};

/** The value that the person wants to stand, as `SettleConflict` of the server reads it. */
function choose(conflict: ConflictCase, args: Arguments): { value: string | null } | StepOutcome {
  const { take } = args;
  if (take !== 'mine' && take !== 'theirs' && take !== 'both') return refusal('sync.field_invalid', 'take');
  const { field, record } = conflict;
  // Of a row as a whole, and of one that is gone, there is nothing to choose: it is only noted as seen.
  if (!field) return { value: currentOf(conflict) };
  if (take === 'both') {
    const read = readField(field, args['value'] ?? null);
    return read.ok ? { value: read.text } : refusal('sync.field_invalid', 'value');
  }
  const value = record[take === 'mine' ? 'device_value' : 'server_value'] ?? null;
  return value === null && field.required ? refusal('sync.field_invalid', 'take') : { value };
}

/** Whether the field was changed after the person looked. */
function moved(conflict: ConflictCase, args: Arguments, value: string | null): StepOutcome | undefined {
  const { field } = conflict;
  if (!field || !Object.hasOwn(args, 'saw')) return undefined;
  const saw = readField({ ...field, required: false }, args['saw'] ?? null);
  if (!saw.ok) return refusal('sync.field_invalid', 'saw');
  const current = currentOf(conflict);
  return current === saw.text || current === value ? undefined : refusal('conflict.value_changed', 'saw');
}

/** A person says what stands where two edits met. */
const settle: Step = {
  name: 'conflict.settle',
  table: records,
  decide: (scene, operation, doer) => {
    const found = findCase(scene, operation);
    if (!('record' in found)) return found;
    const args = argumentsOf(operation);
    const choice = choose(found, args);
    if (!('value' in choice)) return choice;
    const { value } = choice;
    const { record, table, id } = found;
    if (record['status'] !== 'open')
      return value === (record['stands'] ?? null)
        ? { done: true }
        : refusal('conflict.settled_otherwise', 'take');
    const late = moved(found, args, value);
    if (late) return late;
    const stood = currentOf(found);
    if (table.policy === 'append_only' && value !== stood) return refusal('sync.append_only', 'take');
    const settled = { settled_by: doer.user, settled_at: operation.at };
    return {
      writes: [
        ...rowWrites(found, value, found.othersOpen),
        { table: records, row: id, set: { status: 'settled', stands: value, stood, ...settled } },
      ],
    };
  },
};

/** Takes back how a conflict was settled, unless somebody has changed the field since. */
const reopen: Step = {
  name: 'conflict.reopen',
  table: records,
  decide: (scene, operation) => {
    const found = findCase(scene, operation);
    if (!('record' in found)) return found;
    const { record, id } = found;
    if (record['status'] === 'open') return { done: true };
    const current = currentOf(found);
    const stands = current === (record['stands'] ?? null) ? (record['stood'] ?? null) : current;
    const taken = { stood: null, settled_by: null, settled_at: null };
    return {
      writes: [
        ...rowWrites(found, stands, true),
        { table: records, row: id, set: { status: 'open', stands, ...taken } },
      ],
    };
  },
};

export const conflictSteps: readonly Step[] = [settle, reopen];
