import type { ScreenRow } from '../sync/store/screenQuery';
import type { Json, Values } from '../sync/tables';
import type { LocalEdit } from '../sync/worker/messages';
import { occurrenceTaskId } from './occurrences';
import { Recurrence } from './recurrence';
import { newRule, ruleOf, valuesOfRule, type RuleValues } from './ruleForm';
import { occurrenceRow } from './taskDay';
import { textOf, type TaskItem } from './taskItems';
import { isZone, wallMs } from './wallClock';

export const linkKinds = ['none', 'batch', 'harvest', 'plant'] as const;
export type LinkKind = (typeof linkKinds)[number];

export interface TaskValues {
  title: string;
  siteId: string;
  /** Wall clock; of a series, when it begins. */
  dueAt: string;
  zone: string;
  remindMinutes: number | null;
  linkKind: LinkKind;
  linkId: string | null;
  notes: string;
  rule: RuleValues;
}

export type TaskMistake = 'title' | 'when' | 'rule' | 'noDays' | 'link';

export const newTask = (siteId: string, zone: string, day: string): TaskValues => ({
  title: '',
  siteId,
  dueAt: `${day}T08:00`,
  zone,
  remindMinutes: null,
  linkKind: 'none',
  linkId: null,
  notes: '',
  rule: newRule,
});

/** The values of a row of `tasks`, or of `series` with its rule. */
export function valuesOf({ values }: ScreenRow, zoneHere: string): TaskValues {
  const named = textOf(values['time_zone']);
  const zone = isZone(named) ? named : zoneHere;
  const dueAt = textOf(values['starts_at']) ?? textOf(values['due_at']) ?? '';
  const rule = textOf(values['rule']);
  const linkKind =
    linkKinds.find((kind) => kind !== 'none' && textOf(values[`${kind}_id`]) !== null) ?? 'none';
  const remind = values['remind_minutes'];
  return {
    title: textOf(values['title']) ?? '',
    siteId: textOf(values['site_id']) ?? '',
    dueAt,
    zone,
    remindMinutes: typeof remind === 'number' ? remind : null,
    linkKind,
    linkId: linkKind === 'none' ? null : textOf(values[`${linkKind}_id`]),
    notes: textOf(values['notes']) ?? '',
    rule: rule === null ? newRule : valuesOfRule(rule, dueAt, zone),
  };
}

/** What keeps the values from being saved, the first thing only. */
export function mistakeOf(values: TaskValues, except: readonly string[] = []): TaskMistake | undefined {
  if (values.title.trim() === '') return 'title';
  if (wallMs(values.dueAt) === undefined) return 'when';
  if (values.linkKind !== 'none' && values.linkId === null) return 'link';
  const rule = ruleOf(values.rule, values.dueAt, values.zone);
  if (rule === undefined) return undefined;
  const series = Recurrence.of({ rule, startsAt: values.dueAt, timeZone: values.zone, except });
  if (typeof series === 'string') return 'rule';
  return series.from(values.dueAt.slice(0, 10), 1).length === 0 ? 'noDays' : undefined;
}

type Set = Record<string, Json>;

/** What tasks and series have in common. */
const common = (values: TaskValues): Set => ({
  title: values.title.trim(),
  notes: values.notes.trim() === '' ? null : values.notes.trim(),
  remind_minutes: values.remindMinutes,
  batch_id: values.linkKind === 'batch' ? values.linkId : null,
  harvest_id: values.linkKind === 'harvest' ? values.linkId : null,
  plant_id: values.linkKind === 'plant' ? values.linkId : null,
});

const filled = (set: Set): Set =>
  Object.fromEntries(Object.entries(set).filter(([, value]) => value !== null));

/** A new task; or a new series with its first day as a task, both or none. */
export function createEdits(values: TaskValues, id: string): readonly LocalEdit[] {
  const rule = ruleOf(values.rule, values.dueAt, values.zone);
  const own = filled({ ...common(values), site_id: values.siteId, time_zone: values.zone });
  if (rule === undefined)
    return [
      { kind: 'create', table: 'tasks', row: id, set: { ...own, due_at: values.dueAt, status: 'pending' } },
    ];
  const set = { ...own, starts_at: values.dueAt, rule };
  return [{ kind: 'create', table: 'series', row: id, set }, ...firstDay(id, set)];
}

const texts = (set: Set): Values =>
  Object.fromEntries(
    Object.entries(set).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : value === null ? null : JSON.stringify(value),
    ]),
  );

function firstDay(id: string, set: Set): readonly LocalEdit[] {
  const series = texts(set);
  const recurrence = Recurrence.of({
    rule: series['rule'] ?? null,
    startsAt: series['starts_at'] ?? null,
    timeZone: series['time_zone'] ?? null,
  });
  if (typeof recurrence === 'string') return [];
  const [on] = recurrence.from((series['starts_at'] ?? '').slice(0, 10), 1);
  if (on === undefined) return [];
  const row = occurrenceRow(id, series, recurrence, on);
  return [{ kind: 'create', table: 'tasks', row: occurrenceTaskId(id, on), set: row }];
}

/** A task as it was opened, and as it is now. */
export function taskPatch(row: ScreenRow, values: TaskValues): LocalEdit {
  const set = { ...common(values), due_at: values.dueAt };
  return { kind: 'patch', table: 'tasks', row: row.id, set, saw: row.values };
}

/**
 * A series, and with it its days that are open tasks: they get what both have in common. A day keeps its time when it
 * was moved by itself; the days to come follow the new rule.
 */
export function seriesPatch(
  row: ScreenRow,
  values: TaskValues,
  open: readonly TaskItem[],
  today: string,
): readonly LocalEdit[] {
  const rule = ruleOf(values.rule, values.dueAt, values.zone) ?? '';
  const set = { ...common(values), starts_at: values.dueAt, rule };
  const before = textOf(row.values['starts_at'])?.slice(11);
  const time = values.dueAt.slice(11);
  const patches = open.map((item): LocalEdit => {
    const isAtItsTime = item.occursOn !== null && item.dueAt === `${item.occursOn}T${before ?? ''}`;
    const due: Set = isAtItsTime ? { due_at: `${item.occursOn}T${time}` } : {};
    return { kind: 'patch', table: 'tasks', row: item.id, set: { ...common(values), ...due } };
  });
  const own: LocalEdit = { kind: 'patch', table: 'series', row: row.id, set, saw: row.values };
  return open.length > 0 ? [own, ...patches] : [own, ...comingDay(row, { ...filled(set) }, values, today)];
}

/** A series that had ended goes on: its next day from today becomes a task. */
function comingDay(row: ScreenRow, set: Set, values: TaskValues, today: string): readonly LocalEdit[] {
  const series = texts({ ...set, site_id: values.siteId, time_zone: values.zone });
  const recurrence = Recurrence.of({
    rule: series['rule'] ?? null,
    startsAt: values.dueAt,
    timeZone: values.zone,
    except: (row.values['except_on'] as string[] | null) ?? [],
  });
  if (typeof recurrence === 'string') return [];
  const [on] = recurrence.from(today, 1);
  if (on === undefined) return [];
  return [
    {
      kind: 'create',
      table: 'tasks',
      row: occurrenceTaskId(row.id, on),
      set: occurrenceRow(row.id, series, recurrence, on),
    },
  ];
}
