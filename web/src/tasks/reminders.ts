import type { TaskItem } from './taskItems';

/** A reminder is known by its task and its moment, so that a task that is moved reminds again. */
export interface Reminder {
  readonly key: string;
  readonly item: TaskItem;
  readonly at: number;
}

export interface ReminderPlan {
  readonly due: readonly Reminder[];
  /** When to look again; undefined when nothing is to come. */
  readonly nextAt: number | undefined;
}

const minuteMs = 60_000;
/** What this device slept through is told for a day; older ones would only be noise. */
const lateMs = 86_400_000;
/** Timers of browsers do not reach farther. */
const longestWaitMs = 2_000_000_000;

/**
 * Which reminders are to be shown now, and when to look again. Made anew from the rows whenever one of them changes:
 * what is completed, skipped or moved, on this device or another, reminds no more, or at its new time.
 */
export function planReminders(
  items: readonly TaskItem[],
  shown: ReadonlySet<string>,
  now: number,
): ReminderPlan {
  const all = items.flatMap((item): Reminder[] => {
    if (item.status !== 'pending' || item.dueMs === null || item.remindMinutes === null) return [];
    const at = item.dueMs - Math.max(0, item.remindMinutes) * minuteMs;
    return [{ key: `${item.id} ${at}`, item, at }];
  });
  const due = all.filter(({ key, at }) => at <= now && at > now - lateMs && !shown.has(key));
  const next = all.filter(({ at }) => at > now).map(({ at }) => at);
  return { due, nextAt: next.length === 0 ? undefined : Math.min(...next, now + longestWaitMs) };
}

const mostKept = 500;

/** Which reminders this browser has shown: its own business, never synced. */
export class ShownReminders {
  constructor(private readonly place: string) {}

  read(): ReadonlySet<string> {
    try {
      return new Set(JSON.parse(localStorage.getItem(this.place) ?? '[]') as string[]);
    } catch {
      return new Set(); // unreadable: a reminder may be shown twice, which is better than not at all
    }
  }

  add(keys: readonly string[]): void {
    const all = [...new Set([...this.read(), ...keys])];
    localStorage.setItem(this.place, JSON.stringify(all.slice(-mostKept)));
  }
}
