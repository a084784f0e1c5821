import { entriesOf, jsonOf, setText } from '../sync/fieldText';
import { syncedTables } from '../sync/tables.generated';
import { fieldOf, type Json, type SyncField } from '../sync/tables';
import type { LocalStep } from '../sync/store/saveWork';
import type { ScreenRow } from '../sync/store/screenQuery';
import { records } from './conflictCase';

/** A value that somebody set, as canonical text. */
export interface Side {
  readonly value: string | null;
  /** Null where it is not known, or where the server itself wrote it. */
  readonly by: string | null;
  readonly at: string | null;
}

/** A record of `conflicts` as the inbox reads it. */
export interface ConflictRecord {
  readonly id: string;
  readonly field: string;
  readonly base: string | null;
  readonly server: Side;
  readonly device: Side;
  readonly stands: string | null;
  readonly settled: { readonly by: string | null; readonly at: string | null } | null;
  /** Why the person's own choice was not taken; it waits on this device. */
  readonly refusal: ScreenRow['refusal'];
}

/** All conflicts about one field of one row: several devices may have met there. */
export interface FieldConflict {
  readonly name: string;
  readonly declared: SyncField | undefined;
  readonly records: readonly ConflictRecord[];
  /** Each value once, the one that stands first. */
  readonly sides: readonly Side[];
  readonly base: string | null;
  readonly stands: string | null;
}

export interface ConflictGroup {
  readonly key: string;
  readonly table: string;
  readonly row: string;
  readonly fields: readonly FieldConflict[];
}

const textOf = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

function recordOf({ id, values, refusal }: ScreenRow): ConflictRecord {
  const side = (value: string, by: string, at: string): Side => ({
    value: textOf(values[value]),
    by: textOf(values[by]),
    at: textOf(values[at]),
  });
  const isSettled = values['status'] === 'settled';
  return {
    id,
    field: textOf(values['field']) ?? '*',
    base: textOf(values['base_value']),
    server: side('server_value', 'server_by', 'server_at'),
    device: side('device_value', 'made_by', 'done_at'),
    stands: textOf(values['stands']),
    settled: isSettled ? { by: textOf(values['settled_by']), at: textOf(values['settled_at']) } : null,
    refusal,
  };
}

function fieldConflict(table: string, name: string, found: readonly ConflictRecord[]): FieldConflict {
  const shape = syncedTables.find((one) => one.name === table);
  const declared = shape && shape.policy !== 'append_only' ? fieldOf(shape, name) : undefined;
  const stands = found.at(-1)?.stands ?? null;
  const sides = found.flatMap(({ server, device }) => [server, device]);
  const each = sides.filter((side, place) => sides.findIndex(({ value }) => value === side.value) === place);
  const ordered = [
    ...each.filter(({ value }) => value === stands),
    ...each.filter(({ value }) => value !== stands),
  ];
  return { name, declared, records: found, sides: ordered, base: found[0]?.base ?? null, stands };
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

/** The records as people look at them: by row, and in it by field. */
export function groupsOf(rows: readonly ScreenRow[]): readonly ConflictGroup[] {
  const byRow = grouped(
    rows,
    ({ values }) => `${textOf(values['table_name']) ?? ''} ${textOf(values['row_id']) ?? ''}`,
  );
  return [...byRow].map(([key, found]) => {
    const [table = '', row = ''] = key.split(' ');
    const fields = grouped(found.map(recordOf), ({ field }) => field);
    return {
      ...{ key, table, row },
      fields: [...fields].map(([name, records]) => fieldConflict(table, name, records)),
    };
  });
}

/** What both values make together, where that says something: sets and longer texts. */
export function bothOf({ declared, sides }: FieldConflict): string | null {
  if (!declared || sides.length < 2 || sides.some(({ value }) => value === null)) return null;
  const values = sides.map(({ value }) => value ?? '');
  if (declared.kind === 'text_set') return setText(values.flatMap((value) => entriesOf(value)));
  const isProse = declared.kind === 'text' && (declared.searched || declared.maxLength >= 1_000);
  const joined = values.join('\n');
  return isProse && joined.length <= declared.maxLength ? joined : null;
}

/** What many are settled by at once. */
export type Rule = 'stands' | 'mine' | 'theirs';

/** True when the person stands on one side, and somebody else on another. */
export const hasOwn = (sides: readonly Side[], me: string): boolean =>
  sides.some(({ by }) => by === me) && sides.some(({ by }) => by !== me);

/** The value that a rule chooses. Whoever is on neither side has no value of their own, and keeps what stands. */
export function ruled({ sides, stands }: FieldConflict, rule: Rule, me: string): string | null {
  if (rule === 'stands') return stands;
  const found = sides.find(({ by }) => (by === me) === (rule === 'mine'));
  return hasOwn(sides, me) && found ? found.value : stands;
}

/**
 * The steps that make a value stand and close everything about the field. `saw` is what the field holds on the screen;
 * without it, the record's own word of what stands.
 */
export function settleEdits(
  conflict: FieldConflict,
  value: string | null,
  saw: Json | undefined,
): readonly LocalStep[] {
  const { declared, records: found } = conflict;
  const json = (text: string | null): Json => (declared ? jsonOf(declared.kind, text) : text);
  return found.map(({ id, server, device }) => {
    const take = device.value === value ? 'mine' : server.value === value ? 'theirs' : 'both';
    return {
      kind: 'step',
      name: 'conflict.settle',
      table: records,
      row: id,
      args: {
        take: declared ? take : 'theirs',
        ...(declared ? { saw: saw === undefined ? json(conflict.stands) : saw } : {}),
        ...(declared && take === 'both' ? { value: json(value) } : {}),
      },
    };
  });
}

export const reopenEdits = (ids: readonly string[]): readonly LocalStep[] =>
  ids.map((row) => ({ kind: 'step', name: 'conflict.reopen', table: records, row }));
