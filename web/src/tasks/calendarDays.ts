const dayMs = 86_400_000;

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export const daysLater = (day: string, days: number): string => dayOf(Date.parse(day) + days * dayMs);

/** `2026-11`, so many months later. */
export function monthsLater(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

/** The weeks of a month, whole weeks from Monday to Sunday. */
export function weeksOf(month: string): readonly (readonly string[])[] {
  const first = Date.parse(`${month}-01`);
  const begin = first - ((new Date(first).getUTCDay() + 6) % 7) * dayMs;
  const end = Date.parse(`${monthsLater(month, 1)}-01`);
  const weeks: string[][] = [];
  for (let week = begin; week < end; week += 7 * dayMs)
    weeks.push(Array.from({ length: 7 }, (_, place) => dayOf(week + place * dayMs)));
  return weeks;
}
