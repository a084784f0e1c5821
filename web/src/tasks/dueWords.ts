import type { TFunction } from 'i18next';
import { dayAt, type TaskItem } from './taskItems';
import { wallMs } from './wallClock';

const dayMs = 86_400_000;

/** A wall clock is shown as it is: 08:00 in Denver is 08:00, wherever the person reads it. */
export const timeText = (dueAt: string, language: string): string =>
  new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone: 'UTC' }).format(wallMs(dueAt) ?? 0);

export function dayText(day: string, language: string, now: number): string {
  const isThisYear = day.startsWith(String(new Date(now).getUTCFullYear()));
  return new Intl.DateTimeFormat(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(isThisYear ? {} : { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(Date.parse(day));
}

const isElsewhere = ({ zone }: TaskItem) => zone !== Intl.DateTimeFormat().resolvedOptions().timeZone;

function nearText(days: number, t: TFunction): string | undefined {
  if (days === -1) return t('tasks.yesterday');
  if (days === 0) return t('tasks.today');
  return days === 1 ? t('tasks.tomorrow') : undefined;
}

/** "Today, 08:00", "Tomorrow, 08:00", "Fri 27 Nov, 08:00"; with its zone where the reader's clock is another. */
export function dueText(item: TaskItem, now: number, t: TFunction, language: string): string {
  if (item.dueAt === null) return t('tasks.noTime');
  const [day, today] = [item.dueAt.slice(0, 10), dayAt(now, item.zone)];
  const days = (Date.parse(day) - Date.parse(today)) / dayMs;
  const zone = isElsewhere(item) ? ` (${item.zone.split('/').pop()?.replaceAll('_', ' ') ?? ''})` : '';
  return `${nearText(days, t) ?? dayText(day, language, now)}, ${timeText(item.dueAt, language)}${zone}`;
}
