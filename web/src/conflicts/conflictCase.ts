import type { Operation } from '../sync/operation';
import { refusal, type RowWrite, type Scene, type StepOutcome } from '../sync/steps';
import { syncedTables } from '../sync/tables.generated';
import { jsonOf } from '../sync/fieldText';
import { fieldOf, type SyncField, type SyncTable, type Values } from '../sync/tables';

export const records = 'conflicts';
const mark = 'conflict_seen';

/** A conflict record with what it is about, as a step finds it. */
export interface ConflictCase {
  readonly id: string;
  readonly record: Values;
  readonly table: SyncTable;
  readonly rowId: string;
  /** Null when the row is deleted. */
  readonly row: Values | null;
  /** Where a value can be chosen; not for a row as a whole. */
  readonly field: SyncField | undefined;
  /** True when the row has another open conflict. */
  readonly othersOpen: boolean;
}

export function findCase(scene: Scene, { row: id }: Operation): ConflictCase | StepOutcome {
  const record = scene.row(records, id);
  const table = syncedTables.find(({ name }) => name === record?.['table_name']);
  const rowId = record?.['row_id'];
  if (!record || !table || !rowId) return refusal('sync.row_unknown');
  const row = scene.row(table.name, rowId);
  const field = row ? fieldOf(table, record['field'] ?? '') : undefined;
  const othersOpen = scene
    .children(records, 'row_id', rowId)
    .some(
      (one) => one.id !== id && one.values['table_name'] === table.name && one.values['status'] === 'open',
    );
  const chosen = field?.policy === 'server_owned' ? undefined : field;
  return { id, record, table, rowId, row, field: chosen, othersOpen };
}

/** What the field holds now. */
export const currentOf = ({ field, row, record }: ConflictCase): string | null =>
  (field ? row?.[field.name] : record['stands']) ?? null;

/** What changes in the row: the field, and the mark by which it asks a person to look. */
export function rowWrites(conflict: ConflictCase, value: string | null, asksForReview: boolean): RowWrite[] {
  const { row, table, rowId, field } = conflict;
  if (!row) return [];
  const set: Record<string, RowWrite['set'][string]> = {};
  if (field && value !== currentOf(conflict)) set[field.name] = jsonOf(field.kind, value);
  if (fieldOf(table, mark) && row[mark] !== String(asksForReview)) set[mark] = asksForReview;
  return Object.keys(set).length > 0 ? [{ table: table.name, row: rowId, set }] : [];
}
