import type { RowStatus, ScreenRow } from '../sync/store/screenQuery';
import type { Json } from '../sync/tables';
import { occurrenceTaskId, overrideId } from './occurrences';
import type { Recurrence } from './recurrence';
import { isZone, momentOf, wallAt, wallMs, wallText } from './wallClock';

export type TaskStatus = 'pending' | 'completed' | 'skipped';

/** A task as screens show it; a day of a series may have no row yet. */
export interface TaskItem {
  readonly id: string;
  readonly siteId: string;
  readonly title: string;
  readonly notes: string;
  readonly status: TaskStatus;
  /** Wall clock, and its zone. */
  readonly dueAt: string | null;
  readonly zone: string;
  /** The moment in milliseconds; null for a task without a time. */
  readonly dueMs: number | null;
  readonly remindMinutes: number | null;
  readonly seriesId: string | null;
  readonly occursOn: string | null;
  readonly batchId: string | null;
  readonly harvestId: string | null;
  readonly plantId: string | null;
  readonly doneAt: string | null;
  readonly doneBy: string | null;
  /** False for a day of a series that is not a row yet; `row` is its series then. */
  readonly isRow: boolean;
  readonly row: ScreenRow;
}

/** How a saved row stands; a day that is no row yet has none. */
export const rowStatusOf = (item: TaskItem): RowStatus | undefined =>
  item.isRow ? item.row.status : undefined;

export const textOf = (value: Json | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

export function itemOf(row: ScreenRow, zoneHere: string): TaskItem {
  const values = row.values;
  const dueAt = textOf(values['due_at']);
  const named = textOf(values['time_zone']);
  const zone = isZone(named) ? named : zoneHere;
  const wall = wallMs(dueAt);
  const status = textOf(values['status']);
  const remind = values['remind_minutes'];
  return {
    id: row.id,
    siteId: textOf(values['site_id']) ?? '',
    title: textOf(values['title']) ?? '',
    notes: textOf(values['notes']) ?? '',
    status: status === 'completed' || status === 'skipped' ? status : 'pending',
    dueAt: wall === undefined ? null : dueAt,
    zone,
    dueMs: wall === undefined ? null : momentOf(wall, zone),
    remindMinutes: typeof remind === 'number' ? remind : null,
    seriesId: textOf(values['series_id']),
    occursOn: textOf(values['occurs_on']),
    batchId: textOf(values['batch_id']),
    harvestId: textOf(values['harvest_id']),
    plantId: textOf(values['plant_id']),
    doneAt: textOf(values['done_at']),
    doneBy: textOf(values['done_by']),
    isRow: true,
    row,
  };
}

export const views = ['open', 'overdue', 'today', 'upcoming', 'done'] as const;
export type TaskView = (typeof views)[number];

/** The day that a moment is, by the wall clock of a zone. */
export const dayAt = (moment: number, zone: string): string => wallText(wallAt(moment, zone)).slice(0, 10);

/** Where an open task stands: its own zone says which day it is there. A task without a time is for today. */
export function standingOf(item: TaskItem, now: number): 'overdue' | 'today' | 'upcoming' {
  if (item.dueMs === null || item.dueAt === null) return 'today';
  const [due, today] = [item.dueAt.slice(0, 10), dayAt(now, item.zone)];
  if (due > today) return 'upcoming';
  return item.dueMs < now ? 'overdue' : 'today';
}

export interface TaskGroup {
  readonly key: 'overdue' | 'today' | 'upcoming' | 'done';
  readonly items: readonly TaskItem[];
}

const byDue = (one: TaskItem, other: TaskItem) =>
  (one.dueMs ?? 0) - (other.dueMs ?? 0) ||
  one.title.localeCompare(other.title) ||
  (one.id < other.id ? -1 : 1);

const byDone = (one: TaskItem, other: TaskItem) => (other.doneAt ?? '').localeCompare(one.doneAt ?? '');

/** The groups of a view, in order, without empty ones. */
export function groupsOf(items: readonly TaskItem[], view: TaskView, now: number): readonly TaskGroup[] {
  const open = items.filter((item) => item.status === 'pending').sort(byDue);
  const group = (key: 'overdue' | 'today' | 'upcoming'): TaskGroup => ({
    key,
    items: open.filter((item) => standingOf(item, now) === key),
  });
  const done: TaskGroup = {
    key: 'done',
    items: items.filter((item) => item.status !== 'pending').sort(byDone),
  };
  const groups = {
    open: [group('overdue'), group('today'), group('upcoming')],
    overdue: [group('overdue')],
    today: [group('overdue'), group('today')],
    upcoming: [group('upcoming')],
    done: [done],
  }[view];
  return groups.filter((one) => one.items.length > 0);
}

export interface SeriesRow {
  readonly id: string;
  readonly row: ScreenRow;
  readonly recurrence: Recurrence;
}

/**
 * What a calendar shows from one day to another: the tasks that are due then, and the days of series that are no rows
 * yet. `kinds` holds what was decided about days, by the id of the decision.
 */
export function calendarItems(
  items: readonly TaskItem[],
  series: readonly SeriesRow[],
  kinds: ReadonlyMap<string, string>,
  from: string,
  to: string,
): readonly TaskItem[] {
  const made = new Set(items.map((item) => item.id));
  const rows = items.filter(
    ({ dueAt }) => dueAt !== null && dueAt.slice(0, 10) >= from && dueAt.slice(0, 10) <= to,
  );
  const coming = series.flatMap((one) =>
    one.recurrence
      .between(from, to)
      .map((on) => ({ on, id: occurrenceTaskId(one.id, on) }))
      .filter(({ on, id }) => {
        const kind = kinds.get(overrideId(one.id, on));
        return !made.has(id) && kind !== 'skip' && kind !== 'completed';
      })
      .map(({ on, id }) => occurrenceItem(one, on, id)),
  );
  return [...rows, ...coming].sort(byDue);
}

function occurrenceItem({ id: seriesId, row, recurrence }: SeriesRow, on: string, id: string): TaskItem {
  const values = { ...row.values, due_at: recurrence.dueAt(on), status: 'pending' };
  return {
    ...itemOf({ ...row, id, values }, 'UTC'),
    seriesId,
    occursOn: on,
    doneAt: null,
    doneBy: null,
    isRow: false,
  };
}

/** By the day on which they are due. */
export function itemsByDay(items: readonly TaskItem[]): ReadonlyMap<string, readonly TaskItem[]> {
  const days = new Map<string, TaskItem[]>();
  for (const item of items) {
    const day = item.dueAt?.slice(0, 10) ?? '';
    const known = days.get(day);
    if (known) known.push(item);
    else days.set(day, [item]);
  }
  return days;
}
