import { RRuleTemporal } from 'rrule-temporal';
import { readRule, ruleText, untilMs, type RecurrenceRule } from './recurrenceRule';
import { isZone, wallAt, wallMs, wallText } from './wallClock';

export interface SeriesTimes {
  /** RFC 5545, without `RRULE:`. */
  readonly rule: string | null;
  /** Wall clock, `2026-11-20T08:00`. */
  readonly startsAt: string | null;
  readonly timeZone: string | null;
  /** EXDATE: days that are left out; they count for COUNT. */
  readonly except?: readonly string[];
}

export type RecurrenceFault = 'series.rule_invalid' | 'series.start_invalid' | 'site.time_zone_unknown';

const dayMs = 86_400_000;
/** Nothing repeats for longer. */
const longestYears = 50;
const mostPeriods = 40_000;
const stampOf = (ms: number) =>
  `${new Date(ms).toISOString().slice(0, 19).replaceAll('-', '').replaceAll(':', '')}Z`;

/**
 * The days of a series, told by the wall clock of its zone; `Recurrence.cs` finds the same on the server. The library
 * is handed the wall clock as if it were UTC, so that no change of clocks can move or drop a day; `momentOf` says
 * which moment an occurrence is.
 */
export class Recurrence {
  private constructor(
    private readonly set: RRuleTemporal,
    private readonly start: number,
    private readonly except: ReadonlySet<string>,
    private readonly isEmpty: boolean,
  ) {}

  static of({ rule, startsAt, timeZone, except = [] }: SeriesTimes): Recurrence | RecurrenceFault {
    const read = readRule(rule);
    if (!read) return 'series.rule_invalid';
    const start = wallMs(startsAt);
    if (start === undefined || start >= Date.UTC(9001, 0)) return 'series.start_invalid';
    if (!isZone(timeZone)) return 'site.time_zone_unknown';
    const end = endOf(read, start, timeZone);
    const ends = read.count === undefined || end < start ? `;UNTIL=${stampOf(end)}` : '';
    const set = new RRuleTemporal({
      rruleString: `DTSTART:${stampOf(start)}\nRRULE:${endless(read)}${ends}`,
      maxIterations: mostPeriods,
    });
    return new Recurrence(set, start, new Set(except), end < start);
  }

  /** The days from one to another, both included. */
  between(from: string, to: string): readonly string[] {
    const [first, last] = [Date.parse(from), Date.parse(to) + dayMs - 1];
    const end = addYears(this.start, longestYears);
    if (this.isEmpty || first > Math.min(last, end) || last < this.start) return [];
    return this.set
      .between(new Date(Math.max(first, this.start)), new Date(Math.min(last, end)), true)
      .map((one) => one.toPlainDate().toString())
      .filter((day) => !this.except.has(day));
  }

  /** So many days from one on. */
  from(day: string, most: number): readonly string[] {
    const days: string[] = [];
    // A day before: the first may be the day itself.
    for (
      let next = this.after(wallText(Date.parse(day) - dayMs).slice(0, 10));
      next;
      next = this.after(next)
    ) {
      days.push(next);
      if (days.length === most) break;
    }
    return days;
  }

  /** The first day after this one; undefined when the series ends. */
  after(day: string): string | undefined {
    const end = addYears(this.start, longestYears);
    let from = Math.max(Date.parse(day) + dayMs, this.start) - 1;
    while (!this.isEmpty) {
      const next = this.set.next(new Date(from), false);
      if (!next || next.epochMilliseconds > end) return undefined;
      const found = next.toPlainDate().toString();
      if (!this.except.has(found)) return found;
      from = next.epochMilliseconds;
    }
    return undefined;
  }

  includes(day: string): boolean {
    return this.between(day, day).length > 0;
  }

  /** When a day's occurrence is due, as wall-clock text. */
  dueAt(day: string): string {
    return `${day}T${wallText(this.start).slice(11)}`;
  }
}

const endless = ({ frequency, interval, byDay, byMonthDay, count }: RecurrenceRule) =>
  ruleText({ frequency, interval, byDay, byMonthDay, ...(count === undefined ? {} : { count }) });

/** The last moment on the wall clock, as if it were UTC. */
function endOf({ until }: RecurrenceRule, start: number, zone: string): number {
  const longest = addYears(start, longestYears);
  if (until === undefined) return longest;
  const ms = untilMs(until) ?? longest;
  return Math.min(longest, until.length === 8 ? ms + dayMs - 1 : wallAt(ms, zone));
}

function addYears(ms: number, years: number): number {
  const date = new Date(ms);
  const day = date.getUTCDate();
  date.setUTCFullYear(date.getUTCFullYear() + years);
  // From 29 February to the 28th, as on the server.
  if (date.getUTCDate() !== day) date.setUTCDate(0);
  return date.getTime();
}
