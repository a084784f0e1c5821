import { compareNumbers } from './decimal';
import { entriesOf, setText } from './fieldText';
import type { SyncField, SyncTable, Values } from './tables';

/** A row as the server has it. */
export interface ServerRow {
  readonly revision: number;
  readonly values: Values;
  /** When fields were last edited, in milliseconds since 1970; others were written when the row was made. */
  readonly editedAt: Readonly<Record<string, number>>;
  readonly createdAt: number;
  readonly deleted: boolean;
}

/** One field of an edit: what the device saw, and what the person wants. */
export interface FieldEdit {
  readonly field: SyncField;
  readonly old: string | null;
  readonly next: string | null;
}

export interface RowEdit {
  readonly table: SyncTable;
  readonly kind: 'create' | 'patch' | 'delete';
  /** The revision of the row that the device had; 0 for a new row. */
  readonly base: number;
  readonly fields: readonly FieldEdit[];
  /** When the person did it, in milliseconds since 1970, bounded by the server. */
  readonly at: number;
}

/** One decision of a merge: both values, both times, and what stands. */
export interface MergeDecision {
  /** The field, or `*` where the row as a whole was deleted on one side. */
  readonly field: string;
  readonly serverValue: string | null;
  readonly deviceValue: string | null;
  readonly serverAt: number;
  readonly deviceAt: number;
  /** `both`: their union or the larger of them, so that nothing is lost. */
  readonly winner: 'server' | 'device' | 'both';
  readonly stands: string | null;
}

export interface MergeResult {
  readonly outcome: 'applied' | 'merged' | 'conflict' | 'refused';
  /** The row's values after the merge; null when the row stays as it is. */
  readonly values: Values | null;
  /** The fields that get another value or another time. */
  readonly changed: readonly string[];
  readonly deleted: boolean;
  readonly decisions: readonly MergeDecision[];
  /** Why it was refused. */
  readonly code?: string;
}

const nothing = { values: null, changed: [], deleted: false, decisions: [] } as const;
const refused = (code: string): MergeResult => ({ ...nothing, outcome: 'refused', code });

const valueOf = (values: Values, field: SyncField) => values[field.name] ?? null;
const editedAt = (row: ServerRow, field: SyncField) => row.editedAt[field.name] ?? row.createdAt;

/** The decisions in which a value does not stand: they become a conflict record. */
export const lossesOf = (result: MergeResult): readonly MergeDecision[] =>
  result.decisions.filter((one) => one.winner !== 'both');

/**
 * Merges one edit into one row, field by field, from three values: what the device saw, what it wants, and what the
 * server has. The same three always give the same answer, on both sides: `RowMerge.cs` runs the same examples.
 */
export function mergeRow(current: ServerRow | null, edit: RowEdit): MergeResult {
  if (current === null) return edit.kind === 'create' ? create(edit) : refused('sync.row_unknown');
  if (edit.table.policy === 'append_only') return again(current, edit);
  return edit.kind === 'delete' ? remove(current, edit) : patch(current, edit);
}

/** The values of a row that does not exist yet. */
export function newValues(table: SyncTable, fields: readonly FieldEdit[]): Values {
  const values: Record<string, string | null> = {};
  for (const field of table.fields) values[field.name] = field.initial;
  for (const { field, next } of fields) values[field.name] = next;
  return values;
}

const create = (edit: RowEdit): MergeResult => ({
  ...nothing,
  outcome: 'applied',
  values: newValues(edit.table, edit.fields),
  changed: edit.table.fields.map((field) => field.name),
});

function remove(current: ServerRow, edit: RowEdit): MergeResult {
  if (current.deleted) return { ...nothing, outcome: 'merged', deleted: true };
  if (edit.base === current.revision)
    return { ...nothing, outcome: 'applied', values: current.values, deleted: true };
  // Somebody edited what this device deletes without having seen it: work is kept before it is thrown away.
  const edits = Object.values(current.editedAt);
  const serverAt = edits.length === 0 ? current.createdAt : Math.max(...edits);
  const sides = { serverValue: 'edited', deviceValue: 'deleted', serverAt, deviceAt: edit.at };
  return {
    ...nothing,
    outcome: 'conflict',
    decisions: [{ field: '*', ...sides, winner: 'server', stands: 'edited' }],
  };
}

/** An entry of a kind that is only ever added came again, or somebody tried to change one. */
function again(current: ServerRow, edit: RowEdit): MergeResult {
  if (edit.kind !== 'create') return refused('sync.append_only');
  const decisions = edit.fields
    .filter(({ field, next }) => field.policy !== 'server_owned' && next !== valueOf(current.values, field))
    .map((one) => decide(current, edit, one, 'server', valueOf(current.values, one.field)));
  return { ...nothing, outcome: decisions.length === 0 ? 'merged' : 'conflict', decisions };
}

function patch(current: ServerRow, edit: RowEdit): MergeResult {
  const values = { ...current.values };
  const changed: string[] = [];
  const decisions: MergeDecision[] = [];
  for (const one of edit.fields) {
    const { stands, decision } = mergeField(current, edit, one);
    if (decision) decisions.push(decision);
    if (stands === valueOf(current.values, one.field) && one.next !== stands) continue;
    values[one.field.name] = stands;
    changed.push(one.field.name);
  }
  if (current.deleted) {
    const sides = {
      serverValue: 'deleted',
      deviceValue: 'edited',
      serverAt: current.createdAt,
      deviceAt: edit.at,
    };
    decisions.push({ field: '*', ...sides, winner: 'device', stands: 'edited' });
  }
  const lost = decisions.some((one) => one.winner !== 'both');
  const known = edit.base === current.revision ? 'applied' : 'merged';
  return {
    outcome: lost ? 'conflict' : known,
    values: changed.length === 0 && !current.deleted ? null : values,
    changed,
    deleted: false,
    decisions,
  };
}

interface FieldMerge {
  readonly stands: string | null;
  readonly decision?: MergeDecision;
}

function mergeField(current: ServerRow, edit: RowEdit, one: FieldEdit): FieldMerge {
  const { field, old, next } = one;
  const theirs = valueOf(current.values, field);
  if (theirs === old || theirs === next) return { stands: next };
  const together = combine(one, theirs);
  if (together !== undefined)
    return { stands: together, decision: decide(current, edit, one, 'both', together) };
  // Later stands; at the same moment the server's, so that every device comes to the same row.
  const winner = edit.at > editedAt(current, field) ? 'device' : 'server';
  const stands = winner === 'device' ? next : theirs;
  return { stands, decision: decide(current, edit, one, winner, stands) };
}

/** What two values become that both stand; undefined where only one of them can. */
export function combine({ field, old, next }: FieldEdit, theirs: string | null): string | null | undefined {
  if (field.policy === 'set_union') return union(old, next, theirs);
  if (field.policy !== 'max') return undefined;
  if (theirs === null || next === null) return theirs ?? next;
  return compareNumbers(theirs, next) >= 0 ? theirs : next;
}

/** What the device added is added, what it took away is taken away; the rest is as the server has it. */
export function union(old: string | null, next: string | null, theirs: string | null): string {
  const before = new Set(entriesOf(old));
  const mine = new Set(entriesOf(next));
  const kept = entriesOf(theirs).filter((entry) => !before.has(entry) || mine.has(entry));
  return setText([...kept, ...[...mine].filter((entry) => !before.has(entry))]);
}

const decide = (
  current: ServerRow,
  edit: RowEdit,
  { field, next }: FieldEdit,
  winner: MergeDecision['winner'],
  stands: string | null,
): MergeDecision => ({
  field: field.name,
  serverValue: valueOf(current.values, field),
  deviceValue: next,
  serverAt: editedAt(current, field),
  deviceAt: edit.at,
  winner,
  stands,
});
