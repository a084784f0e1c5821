import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Recurrence } from './recurrence';
import { frequencies, readRule, ruleText, weekdays, type RecurrenceRule } from './recurrenceRule';

const dayMs = 86_400_000;
const start = Date.UTC(2026, 0, 31);

const monthDays = fc.integer({ min: -31, max: 31 }).filter((day) => day !== 0);

const rules: fc.Arbitrary<RecurrenceRule> = fc.constantFrom(...frequencies).chain((frequency) => {
  const most = { DAILY: 0, WEEKLY: 0, MONTHLY: 5, YEARLY: 52 }[frequency];
  const day = fc.record({
    ordinal: fc.integer({ min: -most, max: most }),
    day: fc.constantFrom(...weekdays),
  });
  return fc
    .record({
      frequency: fc.constant(frequency),
      interval: fc.integer({ min: 1, max: 4 }),
      byDay: fc.uniqueArray(day, { maxLength: 3, selector: (one) => `${one.ordinal}${one.day}` }),
      byMonthDay: fc.uniqueArray(monthDays, { maxLength: frequency === 'WEEKLY' ? 0 : 3 }),
    })
    .filter(({ byDay, byMonthDay }) => {
      const counted = byDay.filter(({ ordinal }) => ordinal !== 0).length;
      return counted === 0 || (byMonthDay.length === 0 && counted === byDay.length);
    });
});

/** Whether a rule names a day, asked of one day alone: slow and plain. */
function names({ frequency, interval, byDay, byMonthDay }: RecurrenceRule, ms: number): boolean {
  const [one, first] = [new Date(ms), new Date(start)];
  const [year, month, day] = [one.getUTCFullYear(), one.getUTCMonth(), one.getUTCDate()];
  const weekOf = (date: Date) => Math.floor((date.getTime() / dayMs + 3) / 7);
  const months = (date: Date) => date.getUTCFullYear() * 12 + date.getUTCMonth();
  const periods = {
    DAILY: (ms - start) / dayMs,
    WEEKLY: weekOf(one) - weekOf(first),
    MONTHLY: months(one) - months(first),
    YEARLY: year - first.getUTCFullYear(),
  }[frequency];
  if (periods % interval !== 0) return false;
  const weekday = weekdays[(one.getUTCDay() + 6) % 7];
  if (byDay.length === 0 && byMonthDay.length === 0)
    return {
      DAILY: true,
      WEEKLY: one.getUTCDay() === first.getUTCDay(),
      MONTHLY: day === first.getUTCDate(),
      YEARLY: day === first.getUTCDate() && month === first.getUTCMonth(),
    }[frequency];
  const monthLength = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const inMonth = byMonthDay.some((wanted) => (wanted > 0 ? wanted : monthLength + 1 + wanted) === day);
  const [begin, end] =
    frequency === 'YEARLY'
      ? [Date.UTC(year, 0, 1), Date.UTC(year, 11, 31)]
      : [Date.UTC(year, month, 1), Date.UTC(year, month + 1, 0)];
  const fromFront = Math.floor((ms - begin) / dayMs / 7) + 1;
  const fromBack = -(Math.floor((end - ms) / dayMs / 7) + 1);
  const inWeek = byDay.some(
    ({ ordinal, day: wanted }) =>
      wanted === weekday && (ordinal === 0 || ordinal === fromFront || ordinal === fromBack),
  );
  return (byMonthDay.length === 0 || inMonth) && (byDay.length === 0 || inWeek);
}

test('the library finds the days that a plain look at every day finds', () => {
  fc.assert(
    fc.property(rules, (rule) => {
      const series = Recurrence.of({
        rule: ruleText(rule),
        startsAt: '2026-01-31T08:00',
        timeZone: 'America/Denver',
      });
      if (typeof series === 'string') throw new Error(series);
      const days = Array.from({ length: 1500 }, (_, place) => start + place * dayMs);
      const wanted = days
        .filter((day) => names(rule, day))
        .map((day) => new Date(day).toISOString().slice(0, 10));
      expect(series.between('2026-01-01', new Date(days[1499] ?? 0).toISOString().slice(0, 10))).toEqual(
        wanted,
      );
    }),
    { numRuns: 200 },
  );
});

test('a rule that is written is read as it was', () => {
  fc.assert(
    fc.property(rules, (rule) => {
      expect(readRule(ruleText(rule))).toEqual(rule);
    }),
  );
});
