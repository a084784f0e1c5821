/** Cuts what is to be sent into requests that the server takes. */

export interface Sendable {
  readonly id: string;
  readonly group?: string;
  /** The length of the operation's JSON in UTF-8. */
  readonly bytes: number;
}

export interface ChunkLimits {
  readonly operations: number;
  readonly bytes: number;
}

/** The server takes 1,000 operations or 2 MB; the envelope around them has room in the rest. */
export const requestLimits: ChunkLimits = { operations: 1_000, bytes: 1_900_000 };

export interface Chunks<T> {
  readonly requests: readonly (readonly T[])[];
  /** Groups that no request can hold: they must be shown to the person, nothing else waits for them. */
  readonly tooLarge: readonly (readonly T[])[];
}

/** The operations as they stand or fall together: each alone, or all of a group where its first one stands. */
export function groupsOf<T extends Sendable>(operations: readonly T[]): T[][] {
  const groups = new Map<string, T[]>();
  for (const one of operations) {
    const key = one.group ?? one.id;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
}

const bytesOf = (operations: readonly Sendable[]) => operations.reduce((sum, one) => sum + one.bytes + 1, 0);

/** Requests in the order in which things were done; a group is never cut. */
export function chunk<T extends Sendable>(operations: readonly T[], limits = requestLimits): Chunks<T> {
  const requests: T[][] = [];
  const tooLarge: T[][] = [];
  let [current, room]: [T[], number] = [[], limits.bytes];
  for (const group of groupsOf(operations)) {
    const bytes = bytesOf(group);
    if (group.length > limits.operations || bytes > limits.bytes) {
      tooLarge.push(group);
      continue;
    }
    if (current.length > 0 && (current.length + group.length > limits.operations || bytes > room)) {
      requests.push(current);
      [current, room] = [[], limits.bytes];
    }
    current.push(...group);
    room -= bytes;
  }
  if (current.length > 0) requests.push(current);
  return { requests, tooLarge };
}
