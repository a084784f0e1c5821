import { stageTime } from './stageTime';

/** What is reminded of lives on this device alone: nothing of it is ever synced. */
export interface Reminder {
  readonly harvest: string;
  readonly stage: string;
  /** The stage has lasted as long as it should, or as long as it may. */
  readonly sort: 'target' | 'max';
  readonly at: number;
  /** One reminder of one stay in a stage; a stage that is entered again reminds again. */
  readonly key: string;
}

interface InStage {
  readonly id: string;
  readonly stage: string;
  readonly startedAt: string | null;
}

/** The reminders that are due and were not put away, the newest first; the later one of a stage stands for both. */
export function dueReminders(
  harvests: readonly InStage[],
  now: number,
  putAway: ReadonlySet<string>,
): readonly Reminder[] {
  return harvests
    .flatMap(({ id, stage, startedAt }) => {
      const time = stageTime(stage, startedAt, now);
      if (!time) return [];
      const sort = now > time.maxAt ? 'max' : 'target';
      const at = sort === 'max' ? time.maxAt : time.targetAt;
      const reminder: Reminder = { harvest: id, stage, sort, at, key: `${id} ${startedAt ?? ''} ${sort}` };
      // The first stage should last no day at all: it reminds only when it has lasted too long.
      const isDue = at <= now && (sort === 'max' || time.target > 0);
      return isDue && !putAway.has(reminder.key) ? [reminder] : [];
    })
    .sort((a, b) => b.at - a.at);
}

const memory = (user: string, sort: 'put-away' | 'told') => `tendril-reminders-${sort}-${user}`;
const mostKept = 500;

export function readKeys(user: string, sort: 'put-away' | 'told'): ReadonlySet<string> {
  return new Set(JSON.parse(localStorage.getItem(memory(user, sort)) ?? '[]') as string[]);
}

export function addKeys(
  user: string,
  sort: 'put-away' | 'told',
  keys: readonly string[],
): ReadonlySet<string> {
  const all = [...new Set([...readKeys(user, sort), ...keys])].slice(-mostKept);
  localStorage.setItem(memory(user, sort), JSON.stringify(all));
  return new Set(all);
}
