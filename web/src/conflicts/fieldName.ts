import type { TFunction } from 'i18next';

const named = [
  'title',
  'due_at',
  'time_zone',
  'remind_minutes',
  'status',
  'position',
  'notes',
  'starts_at',
  'rule',
  'site_id',
  'owner_id',
  'user_id',
  'plant_id',
  'batch_id',
  'harvest_id',
  'series_id',
  'occurs_on',
  'stage_started_at',
  'overlap_reason',
  'photos',
] as const;
const isNamed = (field: string): field is (typeof named)[number] =>
  (named as readonly string[]).includes(field);

const tables = ['tasks', 'series', 'harvests', 'harvest_weights'] as const;
const isTable = (table: string): table is (typeof tables)[number] =>
  (tables as readonly string[]).includes(table);

/** What the screens call a field; a row as a whole is `*`. */
export function fieldName(t: TFunction, field: string): string {
  if (field === '*') return t('conflicts.wholeRow');
  return isNamed(field) ? t(`conflicts.fields.${field}`) : field.replaceAll('_', ' ');
}

export const tableName = (t: TFunction, table: string): string =>
  isTable(table) ? t(`conflicts.tables.${table}`) : table.replaceAll('_', ' ');
