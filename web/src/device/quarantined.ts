import type { TFunction } from 'i18next';
import type { Quarantined } from '../api/types';

type Unit = readonly [Quarantined, ...Quarantined[]];

/** The entries as they are decided: each alone, or all of one group of one device. */
export function entryUnits(items: readonly Quarantined[]): readonly Unit[] {
  const units = new Map<string, [Quarantined, ...Quarantined[]]>();
  for (const item of items) {
    const key = item.groupId ? `${item.deviceId} ${item.groupId}` : item.id;
    const unit = units.get(key);
    if (unit) unit.push(item);
    else units.set(key, [item]);
  }
  return [...units.values()];
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);

/** What somebody did, in words; what the entry says is shown as it is, for it was never checked. */
export function entryTitle(t: TFunction, operation: Quarantined['operation']): string {
  const table = textOf(operation['table'] ?? operation['name']).replaceAll('_', ' ');
  const kind = operation['kind'];
  const sort = kind === 'create' || kind === 'patch' || kind === 'delete' ? kind : 'intent';
  return t(`device.work.${sort}`, { table, fields: Object.keys(setOf(operation)).join(', ') });
}

const setOf = (operation: Quarantined['operation']): Record<string, unknown> => {
  const set = operation['set'] ?? operation['args'];
  return typeof set === 'object' && set !== null && !Array.isArray(set)
    ? (set as Record<string, unknown>)
    : {};
};

/** The values that an entry sets, shortened where they are long. */
export const entryFields = (operation: Quarantined['operation']): readonly (readonly [string, string])[] =>
  Object.entries(setOf(operation)).map(([field, value]) => {
    const text = textOf(value);
    return [field, text.length > 200 ? `${text.slice(0, 200)}…` : text] as const;
  });
