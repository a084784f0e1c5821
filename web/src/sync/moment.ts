/** Days and moments as the server reads them; a moment's one text is in UTC, to the millisecond. */

const day = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const moment = new RegExp(
  '^([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\\.([0-9]{1,16}))?)?' +
    '(?:(Z)|([+-])([0-9]{2}):([0-9]{2}))$',
);

const daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** True for a day that exists, written as 2026-11-20. */
export function isDay(text: string): boolean {
  const found = day.exec(text);
  if (!found) return false;
  const [year, month, date] = found.slice(1).map(Number) as [number, number, number];
  const days = month === 2 && isLeap(year) ? 29 : (daysOfMonths[month - 1] ?? 0);
  return year >= 1 && date >= 1 && date <= days;
}

/** The one text of a moment that names its zone; undefined when it is none. */
export function plainMoment(text: string): string | undefined {
  // Without seconds the server takes a moment only with an offset; it is the same here.
  const found = text.length >= 20 ? moment.exec(text) : null;
  if (!found) return undefined;
  const [
    ,
    date = '',
    hours,
    minutes,
    seconds = '0',
    fraction = '',
    ,
    sign,
    zoneHours = '0',
    zoneMinutes = '0',
  ] = found;
  const clock = [hours, minutes, seconds].map(Number) as [number, number, number];
  const zone = Number(zoneHours) * 60 + Number(zoneMinutes);
  if (!isDay(date) || clock[0] > 23 || clock[1] > 59 || clock[2] > 59) return undefined;
  if (Number(zoneMinutes) > 59 || zone > 14 * 60) return undefined;
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
  const local =
    new Date(`${date}T00:00:00.000Z`).getTime() + ((clock[0] * 60 + clock[1]) * 60 + clock[2]) * 1000;
  const utc = local + milliseconds - (sign === '-' ? -zone : zone) * 60_000;
  // Outside the years 1 to 9999 another form would be needed; the server has none either.
  const written = new Date(utc).toISOString();
  return written.length === 24 && !written.startsWith('0000') ? written : undefined;
}
