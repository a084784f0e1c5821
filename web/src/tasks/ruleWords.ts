import type { TFunction } from 'i18next';
import { readRule, weekdays, type RecurrenceRule, type Weekday } from './recurrenceRule';
import { isZone, wallAt, wallMs } from './wallClock';

const monday = Date.UTC(2024, 0, 1);
const dayMs = 86_400_000;

export const weekdayName = (day: Weekday, language: string, style: 'long' | 'short' = 'long'): string =>
  new Intl.DateTimeFormat(language, { weekday: style, timeZone: 'UTC' }).format(
    monday + weekdays.indexOf(day) * dayMs,
  );

const listed = (words: readonly string[], language: string): string =>
  new Intl.ListFormat(language, { type: 'conjunction' }).format(words);

const ordinalKeys = ['last', 'first', 'second', 'third', 'fourth', 'fifth'] as const;

export interface SpokenRule {
  readonly rule: string;
  readonly startsAt: string;
  readonly zone: string;
}

/** A rule in words: "Every 2 weeks on Monday and Thursday, 10 times". What no words say is shown as it is written. */
export function ruleWords({ rule, startsAt, zone }: SpokenRule, t: TFunction, language: string): string {
  const read = readRule(rule);
  const start = wallMs(startsAt);
  if (!read || start === undefined) return rule;
  const every = t(`tasks.rule.${read.frequency}`, { count: read.interval });
  const on = onWords(read, start, t, language);
  if (on === undefined) return rule;
  return [[every, on].filter((part) => part !== '').join(' '), endWords(read, zone, t, language)]
    .filter((part) => part !== '')
    .join(', ');
}

/** On which days; undefined for what growers never need. */
function onWords(
  { frequency, byDay, byMonthDay }: RecurrenceRule,
  start: number,
  t: TFunction,
  language: string,
): string | undefined {
  const names = byDay.map(({ ordinal, day }) => {
    const name = weekdayName(day, language);
    if (ordinal === 0) return name;
    const key = ordinal === -1 ? 'last' : ordinalKeys[ordinal];
    return key ? t(`tasks.rule.ordinals.${key}`, { day: name }) : undefined;
  });
  if (names.includes(undefined) || (frequency === 'YEARLY' && byDay.length + byMonthDay.length > 0))
    return undefined;
  const days = listed(names as string[], language);
  if (byMonthDay.length > 0) {
    if (frequency !== 'MONTHLY' || byDay.length > 0) return undefined;
    if (byMonthDay.length === 1 && byMonthDay[0] === -1) return t('tasks.rule.lastDay');
    return byMonthDay.every((day) => day > 0)
      ? t('tasks.rule.monthDays', { days: listed(byMonthDay.map(String), language) })
      : undefined;
  }
  if (byDay.length > 0) return t('tasks.rule.on', { days });
  const date = new Date(start);
  if (frequency === 'WEEKLY')
    return t('tasks.rule.on', { days: weekdayName(weekdays[(date.getUTCDay() + 6) % 7] ?? 'MO', language) });
  if (frequency === 'MONTHLY') return t('tasks.rule.monthDays', { days: String(date.getUTCDate()) });
  if (frequency === 'DAILY') return '';
  const style = { day: 'numeric', month: 'long', timeZone: 'UTC' } as const;
  return t('tasks.rule.yearDay', { day: new Intl.DateTimeFormat(language, style).format(start) });
}

function endWords({ count, until }: RecurrenceRule, zone: string, t: TFunction, language: string): string {
  if (count !== undefined) return t('tasks.rule.times', { count });
  if (until === undefined) return '';
  const text = until
    .replace(/^(\d{4})(\d\d)(\d\d)/, '$1-$2-$3')
    .replace(/T(\d\d)(\d\d)(\d\d)Z$/, 'T$1:$2:$3Z');
  const ms = Date.parse(text);
  const wall = until.length === 8 || !isZone(zone) ? ms : wallAt(ms, zone);
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(wall);
  return t('tasks.rule.until', { day });
}
