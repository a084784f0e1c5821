import {
  readRule,
  ruleText,
  weekdays,
  type Frequency,
  type RecurrenceRule,
  type Weekday,
} from './recurrenceRule';
import { momentOf, wallAt, wallMs, wallText } from './wallClock';

/** What a form knows of a rule; `own` is one that it cannot say in its fields, as text. */
export interface RuleValues {
  repeats: Frequency | 'NEVER' | 'OWN';
  interval: number;
  days: Weekday[];
  monthly: 'day' | 'last' | 'weekday';
  end: 'never' | 'count' | 'until';
  count: number;
  /** The last day. */
  until: string;
  own: string;
}

export const newRule: RuleValues = {
  repeats: 'NEVER',
  interval: 1,
  days: [],
  monthly: 'day',
  end: 'never',
  count: 10,
  until: '',
  own: '',
};

const endOfDayMs = 86_399_000;
const placeOf = (startsAt: string) => new Date(wallMs(startsAt) ?? 0);

export const weekdayOf = (startsAt: string): Weekday =>
  weekdays[(placeOf(startsAt).getUTCDay() + 6) % 7] ?? 'MO';

/** Which of its weekday a day is in its month; the fifth is the last. */
export function ordinalOf(startsAt: string): number {
  const ordinal = Math.ceil(placeOf(startsAt).getUTCDate() / 7);
  return ordinal > 4 ? -1 : ordinal;
}

/** The rule that the fields say; undefined when they say none. */
export function ruleOf(values: RuleValues, startsAt: string, zone: string): string | undefined {
  if (values.repeats === 'NEVER') return undefined;
  if (values.repeats === 'OWN') return values.own.trim();
  const rule: RecurrenceRule = {
    frequency: values.repeats,
    interval: values.interval,
    byDay: byDayOf(values, startsAt),
    byMonthDay: byMonthDayOf(values, startsAt),
    ...(values.end === 'count' ? { count: values.count } : {}),
    ...(values.end === 'until' ? { until: untilOf(values.until, zone) } : {}),
  };
  return ruleText(rule);
}

function byDayOf({ repeats, days, monthly }: RuleValues, startsAt: string): RecurrenceRule['byDay'] {
  if (repeats === 'WEEKLY')
    return weekdays.filter((day) => days.includes(day)).map((day) => ({ ordinal: 0, day }));
  return repeats === 'MONTHLY' && monthly === 'weekday'
    ? [{ ordinal: ordinalOf(startsAt), day: weekdayOf(startsAt) }]
    : [];
}

function byMonthDayOf({ repeats, monthly }: RuleValues, startsAt: string): readonly number[] {
  if (repeats !== 'MONTHLY' || monthly === 'weekday') return [];
  return [monthly === 'last' ? -1 : placeOf(startsAt).getUTCDate()];
}

/** The last second of a day as a moment, as RFC 5545 wants it for a start with a zone. */
function untilOf(day: string, zone: string): string {
  const ms = Date.parse(day);
  if (Number.isNaN(ms)) return '';
  const moment = new Date(momentOf(ms + endOfDayMs, zone)).toISOString().slice(0, 19);
  return `${moment.replaceAll('-', '').replaceAll(':', '')}Z`;
}

function dayOfUntil(until: string, zone: string): string {
  const text = until
    .replace(/^(\d{4})(\d\d)(\d\d)/, '$1-$2-$3')
    .replace(/T(\d\d)(\d\d)(\d\d)Z$/, 'T$1:$2:$3Z');
  return until.length === 8 ? text : wallText(wallAt(Date.parse(text), zone)).slice(0, 10);
}

/** The fields that say a rule; what they cannot say stays as it is written. */
export function valuesOfRule(text: string, startsAt: string, zone: string): RuleValues {
  const rule = readRule(text);
  const own: RuleValues = { ...newRule, repeats: 'OWN', own: text };
  if (!rule) return own;
  const values: RuleValues = {
    ...newRule,
    own: text,
    repeats: rule.frequency,
    interval: rule.interval,
    days: rule.byDay.filter(({ ordinal }) => ordinal === 0).map(({ day }) => day),
    monthly: rule.byMonthDay[0] === -1 ? 'last' : rule.byDay.length > 0 ? 'weekday' : 'day',
    ...(rule.count === undefined ? {} : { end: 'count' as const, count: rule.count }),
    ...(rule.until === undefined ? {} : { end: 'until' as const, until: dayOfUntil(rule.until, zone) }),
  };
  const again = readRule(ruleOf(values, startsAt, zone));
  const same = (one: RecurrenceRule) => JSON.stringify({ ...one, until: undefined });
  // A month's plain rule says the same as its day written out.
  const isPlain = rule.frequency === 'MONTHLY' && rule.byDay.length === 0 && rule.byMonthDay.length === 0;
  return again && (isPlain || same(again) === same(rule)) ? values : own;
}
