/** Dates, moments and numbers as a person of the chosen language writes them. */

const dash = '–';

export function formatNumber(value: number | null | undefined, language: string): string {
  return value === null || value === undefined
    ? dash
    : new Intl.NumberFormat(language, { maximumFractionDigits: 4 }).format(value);
}

/** A calendar date `YYYY-MM-DD` has no zone: it is shown as it is, never shifted by the viewer's zone. */
export function formatDate(value: string | null | undefined, language: string): string {
  if (!value) return dash;
  const date = new Date(`${value.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return value;
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(date);
}

export function formatMoment(value: string | null | undefined, language: string): string {
  if (!value) return dash;
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return value;
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(date);
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "3 minutes ago", "in 2 hours"; past 30 days the date itself. */
export function formatAgo(value: string | null | undefined, now: Date, language: string): string {
  if (!value) return dash;
  const seconds = (new Date(value).getTime() - now.getTime()) / 1000;
  if (Number.isNaN(seconds)) return value;
  if (Math.abs(seconds) > 30 * 86_400) return formatDate(value, language);
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const step = steps.find(([, size]) => Math.abs(seconds) >= size);
  return step ? words.format(Math.round(seconds / step[1]), step[0]) : words.format(0, 'second');
}

export function formatDuration(milliseconds: number | null | undefined, language: string): string {
  if (milliseconds === null || milliseconds === undefined) return dash;
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60)
    return `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Today in a site's own zone, as `YYYY-MM-DD`: a batch planted at 23:00 in Denver was planted that day. */
export function todayIn(timeZone: string, now: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(now);
}
