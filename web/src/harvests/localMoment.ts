const two = (part: number) => String(part).padStart(2, '0');

/** A moment as a field of date and time wants it, in the zone of this device. */
export const localMoment = (at: Date): string =>
  `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;

/** The moment that such a field means; undefined when it is none. */
export function momentOfLocal(text: string): string | undefined {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
