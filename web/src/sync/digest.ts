/** What both sides count to see that they hold the same rows: how many, and a sum that no order changes. */
export interface Digest {
  readonly rows: number;
  /** Exact up to two million rows. */
  readonly sum: number;
}

export const noRows: Digest = { rows: 0, sum: 0 };

/** The last four bytes of the id and the low half of the revision, spread over 32 bits. */
export function mix(id: string, revision: number): number {
  const low = Number.parseInt(id.slice(-8), 16);
  // `>>> 0` takes the low 32 bits of any whole number, also of one that does not fit into them.
  return Math.imul(low ^ (revision >>> 0), 2_654_435_761) >>> 0;
}

export const withRow = (digest: Digest, id: string, revision: number): Digest => ({
  rows: digest.rows + 1,
  sum: digest.sum + mix(id, revision),
});

export const withoutRow = (digest: Digest, id: string, revision: number): Digest => ({
  rows: digest.rows - 1,
  sum: digest.sum - mix(id, revision),
});

export function digestOf(rows: Iterable<readonly [id: string, revision: number]>): Digest {
  let [count, sum] = [0, 0];
  for (const [id, revision] of rows) {
    count++;
    sum += mix(id, revision);
  }
  return { rows: count, sum };
}

/** True when both hold the same rows; otherwise the table is compared row by row. */
export const sameRows = (one: Digest, other: Digest): boolean =>
  one.rows === other.rows && one.sum === other.sum;
