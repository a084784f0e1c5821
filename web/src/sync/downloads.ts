import type { PullHeader } from './frames';

/** What a pull that came to its end means for rows that did not come with it. */
export interface EarlierRows {
  /** The tables of which the rows of earlier downloads go, but for those with pending operations. */
  readonly drop: readonly string[];
  /** The tables that were off during a whole download; to be stored with the cursor. */
  readonly kept: readonly string[];
}

/**
 * After a whole download what did not come is not there any more. Of a table that is switched off nothing comes, and
 * nothing goes: the first pull in which it is on again brings all of it, and only then is it known what is gone.
 */
export function earlierRows(
  known: readonly string[],
  { first, off }: Pick<PullHeader, 'first' | 'off'>,
  kept: readonly string[],
): EarlierRows {
  const tables = first ? known : kept;
  const isOff = (name: string) => off.includes(name);
  return { drop: tables.filter((name) => !isOff(name)), kept: tables.filter(isOff) };
}
