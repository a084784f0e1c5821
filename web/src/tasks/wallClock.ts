/** Wall-clock times: `2026-11-20T08:00`, a moment only together with a zone. */

const form = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)$/;
const dayMs = 86_400_000;

/** The wall clock as if it were UTC, in milliseconds; undefined for what is no time. */
export function wallMs(text: string | null | undefined): number | undefined {
  const parts = form.exec(text ?? '');
  if (!parts) return undefined;
  const ms = Date.parse(`${text}:00Z`);
  // 30 February is read as 2 March by some browsers; a time is what it says, or none.
  return Number.isNaN(ms) || wallText(ms) !== text ? undefined : ms;
}

export const wallText = (ms: number): string => new Date(ms).toISOString().slice(0, 16);

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Throws a RangeError for a zone that is none. */
function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  clocks.set(zone, clock);
  return clock;
}

/** An IANA name; abbreviations such as MST are not unique. */
export function isZone(zone: string | null | undefined): zone is string {
  if (!zone || (zone !== 'UTC' && !zone.includes('/'))) return false;
  try {
    clockOf(zone);
    return true;
  } catch {
    return false; // that is how a browser answers for an unknown zone
  }
}

/** What the wall clock of the zone shows at a moment, as if it were UTC, in milliseconds. */
export function wallAt(moment: number, zone: string): number {
  const parts = Object.fromEntries(
    clockOf(zone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>;
  return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
}

/**
 * The moment that a wall clock shows this time. Where the clock jumps over it, as long after the jump as the time is
 * inside it; where it comes twice, the first. So RFC 5545 reads a time (3.3.5).
 */
export function momentOf(wall: number, zone: string): number {
  const at = (aside: number) => {
    const near = wall + aside;
    return wall - (wallAt(near, zone) - near);
  };
  // The offsets of a day before and a day after: one of them is the time's own.
  const [before, after] = [at(-dayMs), at(dayMs)];
  return wallAt(before, zone) === wall || wallAt(after, zone) !== wall ? before : after;
}
