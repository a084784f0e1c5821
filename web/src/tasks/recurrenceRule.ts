/** A recurrence rule of RFC 5545 as Tendril knows it; `RecurrenceRule.cs` reads the same on the server. */
export interface RecurrenceRule {
  readonly frequency: Frequency;
  readonly interval: number;
  /** `ordinal` 2 is the second of the month or year, -1 the last, 0 every. */
  readonly byDay: readonly { readonly ordinal: number; readonly day: Weekday }[];
  /** -1 is the last day of a month. */
  readonly byMonthDay: readonly number[];
  readonly count?: number;
  /** `20261231`, a day of the series' zone, or `20261231T235959Z`, a moment. */
  readonly until?: string;
}

export const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type Frequency = (typeof frequencies)[number];

/** Weeks begin on Monday. */
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof weekdays)[number];

const mostOrdinal: Record<Frequency, number> = { DAILY: 0, WEEKLY: 0, MONTHLY: 5, YEARLY: 52 };

const numeral = /^[1-9]\d{0,2}$/;
const monthDay = '-?(?:[1-9]|[12]\\d|3[01])';
const weekday = `(?:-?[1-9]\\d?)?(?:${weekdays.join('|')})`;
const forms: Record<string, RegExp> = {
  FREQ: new RegExp(`^(?:${frequencies.join('|')})$`),
  INTERVAL: numeral,
  COUNT: numeral,
  BYMONTHDAY: new RegExp(`^${monthDay}(?:,${monthDay})*$`),
  BYDAY: new RegExp(`^${weekday}(?:,${weekday})*$`),
  UNTIL: /^\d{8}(?:T\d{6}Z)?$/,
};

/** The same text for the same day; nothing for a day that the calendar does not have. */
export function untilMs(until: string): number | undefined {
  const text = until
    .replace(/^(\d{4})(\d\d)(\d\d)/, '$1-$2-$3')
    .replace(/T(\d\d)(\d\d)(\d\d)Z$/, 'T$1:$2:$3Z');
  const ms = Date.parse(text);
  return Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(text.replace('Z', '')) ? undefined : ms;
}

/** Undefined for a rule that Tendril cannot repeat by: half understood it would give wrong dates. */
export function readRule(text: string | null | undefined): RecurrenceRule | undefined {
  if (!text?.startsWith('FREQ=') || text.length > 500) return undefined;
  const parts = new Map<string, string>();
  for (const part of text.split(';')) {
    const [name = '', value = '', ...more] = part.split('=');
    if (more.length > 0 || parts.has(name) || !forms[name]?.test(value)) return undefined;
    parts.set(name, value);
  }
  const frequency = parts.get('FREQ') as Frequency | undefined;
  const until = parts.get('UNTIL');
  if (!frequency || (until !== undefined && (parts.has('COUNT') || untilMs(until) === undefined)))
    return undefined;
  if (frequency === 'WEEKLY' && parts.has('BYMONTHDAY')) return undefined;
  const byDay = [...new Set(parts.get('BYDAY')?.split(',') ?? [])].map((one) => ({
    ordinal: Number(one.slice(0, -2)),
    day: one.slice(-2) as Weekday,
  }));
  if (byDay.some(({ ordinal }) => Math.abs(ordinal) > mostOrdinal[frequency])) return undefined;
  const counted = byDay.filter(({ ordinal }) => ordinal !== 0).length;
  if (counted > 0 && (parts.has('BYMONTHDAY') || counted < byDay.length)) return undefined;
  const count = parts.get('COUNT');
  return {
    frequency,
    interval: Number(parts.get('INTERVAL') ?? 1),
    byDay,
    byMonthDay: [...new Set(parts.get('BYMONTHDAY')?.split(',').map(Number) ?? [])],
    ...(count === undefined ? {} : { count: Number(count) }),
    ...(until === undefined ? {} : { until }),
  };
}

/** The rule as it is stored and sent. */
export function ruleText({ frequency, interval, byDay, byMonthDay, count, until }: RecurrenceRule): string {
  return [
    `FREQ=${frequency}`,
    interval > 1 ? `INTERVAL=${interval}` : '',
    byDay.length > 0 ? `BYDAY=${byDay.map(({ ordinal, day }) => `${ordinal || ''}${day}`).join(',')}` : '',
    byMonthDay.length > 0 ? `BYMONTHDAY=${byMonthDay.join(',')}` : '',
    count === undefined ? '' : `COUNT=${count}`,
    until === undefined ? '' : `UNTIL=${until}`,
  ]
    .filter((part) => part !== '')
    .join(';');
}
