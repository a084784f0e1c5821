import type { Operation } from '../sync/operation';
import type { RowWrite, Scene, SceneRow, StepRefusal } from '../sync/steps';
import type { Json, Values } from '../sync/tables';
import { occurrenceTaskId, overrideId } from './occurrences';
import { Recurrence, type RecurrenceFault } from './recurrence';

interface SeriesDay {
  readonly series: string;
  readonly on: string;
  readonly row: Values | null;
  /** Undefined when the series is gone or cannot be read. */
  readonly recurrence: Recurrence | undefined;
  readonly override: Values | null;
  readonly tasks: readonly SceneRow[];
  readonly overrides: readonly SceneRow[];
}

/** A task as a step finds it: alone, or as one day of a series, which may have no row yet. `TaskDay.cs` is its like. */
export interface TaskDay {
  readonly id: string;
  readonly task: Values | null;
  readonly day?: SeriesDay;
}

type Set = Record<string, Json>;

const argument = ({ args }: Operation, name: string): string | undefined => {
  const value = args && typeof args === 'object' && !Array.isArray(args) ? (args as Set)[name] : undefined;
  return typeof value === 'string' ? value : undefined;
};

export const textArgument = argument;

/** The days that a series leaves out, from the canonical text of the set. */
export const daysOf = (set: string | null | undefined): readonly string[] =>
  set ? (JSON.parse(set) as string[]) : [];

export const recurrenceOf = (series: Values): Recurrence | RecurrenceFault =>
  Recurrence.of({
    rule: series['rule'] ?? null,
    startsAt: series['starts_at'] ?? null,
    timeZone: series['time_zone'] ?? null,
    except: daysOf(series['except_on']),
  });

export function findDay(scene: Scene, operation: Operation): TaskDay | StepRefusal {
  const id = operation.row;
  const task = scene.row('tasks', id);
  const named = argument(operation, 'series_id');
  const series = task ? task['series_id'] : named;
  const on = task ? task['occurs_on'] : argument(operation, 'occurs_on');
  if (!series || !on || occurrenceTaskId(series, on) !== id) {
    if (task) return { id, task };
    return { code: named === undefined ? 'sync.row_unknown' : 'task.not_an_occurrence' };
  }
  const row = scene.row('series', series);
  const recurrence = row ? recurrenceOf(row) : undefined;
  if (!task) {
    if (recurrence === undefined) return { code: 'sync.parent_unknown', field: 'series_id' };
    if (typeof recurrence === 'string') return { code: recurrence, field: faultFields[recurrence] };
    if (!recurrence.includes(on)) return { code: 'task.not_an_occurrence' };
  }
  const day: SeriesDay = {
    series,
    on,
    row,
    recurrence: typeof recurrence === 'string' ? undefined : recurrence,
    override: scene.row('occurrence_overrides', overrideId(series, on)),
    tasks: scene.children('tasks', 'series_id', series),
    overrides: scene.children('occurrence_overrides', 'series_id', series),
  };
  return { id, task, day };
}

export const faultFields: Record<RecurrenceFault, string> = {
  'series.rule_invalid': 'rule',
  'series.start_invalid': 'starts_at',
  'site.time_zone_unknown': 'time_zone',
};

export function statusOf({ task, day }: TaskDay): string {
  if (task) return task['status'] ?? 'pending';
  const kind = day?.override?.['kind'];
  return kind === 'completed' ? 'completed' : kind === 'skip' ? 'skipped' : 'pending';
}

export const dueOf = ({ task, day }: TaskDay): string | null | undefined =>
  task ? task['due_at'] : (day?.override?.['due_at'] ?? day?.recurrence?.dueAt(day.on));

/** The task with these values, and what is decided about its day. */
export function writesOf({ id, task, day }: TaskDay, set: Set, decided: Set): readonly RowWrite[] {
  const made =
    !task && day?.row && day.recurrence ? occurrenceRow(day.series, day.row, day.recurrence, day.on) : {};
  const own: RowWrite = { table: 'tasks', row: id, set: { ...made, ...set } };
  if (!day) return [own];
  const about: Set = day.override
    ? {}
    : {
        site_id: day.row?.['site_id'] ?? task?.['site_id'] ?? null,
        series_id: day.series,
        occurs_on: day.on,
      };
  return [
    own,
    { table: 'occurrence_overrides', row: overrideId(day.series, day.on), set: { ...about, ...decided } },
  ];
}

/** The series' next day as a task, unless it is there or the series is over. */
export function nextOf({ day }: TaskDay): readonly RowWrite[] {
  if (!day?.row || !day.recurrence) return [];
  const made = new Map<string, boolean>();
  for (const { values } of day.tasks)
    if (values['occurs_on'])
      made.set(
        values['occurs_on'],
        (made.get(values['occurs_on']) ?? false) || values['status'] === 'pending',
      );
  const decided = new Set(
    day.overrides
      .filter(({ values }) => values['kind'] === 'completed' || values['kind'] === 'skip')
      .map(({ values }) => values['occurs_on']),
  );
  for (let on = day.recurrence.after(day.on); on !== undefined; on = day.recurrence.after(on)) {
    if (made.get(on)) return [];
    if (!made.has(on) && !decided.has(on))
      return [
        {
          table: 'tasks',
          row: occurrenceTaskId(day.series, on),
          set: occurrenceRow(day.series, day.row, day.recurrence, on),
        },
      ];
  }
  return [];
}

const linked = ['notes', 'plant_id', 'batch_id', 'harvest_id'];

/** A series' day as a new task. */
export function occurrenceRow(id: string, series: Values, recurrence: Recurrence, on: string): Set {
  const row: Set = {
    site_id: series['site_id'] ?? null,
    title: series['title'] ?? null,
    due_at: recurrence.dueAt(on),
    time_zone: series['time_zone'] ?? null,
    status: 'pending',
    series_id: id,
    occurs_on: on,
  };
  if (series['remind_minutes']) row['remind_minutes'] = Number(series['remind_minutes']);
  for (const field of linked) if (series[field]) row[field] = series[field];
  return row;
}
