/** When to try again after a failure; stored across restarts. All times in milliseconds since 1970. */
export interface Backoff {
  /** How often it failed in a row. */
  readonly tries: number;
  /** Not before this moment; 0 for at once. */
  readonly nextAt: number;
  /** The server asked for this; not even a person's wish is earlier. */
  readonly heldUntil: number;
}

export const rested: Backoff = { tries: 0, nextAt: 0, heldUntil: 0 };

const second = 1_000;
const steps = [1, 2, 4, 8, 16].map((seconds) => seconds * second);
const longStep = 15 * 60 * second;

/** A server that asks for more is not believed: a wrong header must not switch a device off. */
const longestHold = 24 * 60 * 60 * second;

/** The wait after so many failures, up to a quarter shorter or longer, so that devices do not come all at once. */
export function delayAfter(tries: number, random: number): number {
  return Math.round((steps[tries - 1] ?? longStep) * (0.75 + random / 2));
}

/** Reads Retry-After: seconds or a date. Milliseconds to wait; 0 when there is nothing to read. */
export function holdOf(retryAfter: string | null | undefined, now: number): number {
  const text = retryAfter?.trim() ?? '';
  const wait = /^[0-9]+$/.test(text) ? Number(text) * second : Date.parse(text) - now;
  return Number.isNaN(wait) ? 0 : Math.min(Math.max(0, wait), longestHold);
}

/** After a failure. `random` is at least 0 and less than 1. */
export function failed(state: Backoff, now: number, random: number, retryAfter?: string | null): Backoff {
  const tries = state.tries + 1;
  const hold = holdOf(retryAfter, now);
  return {
    tries,
    nextAt: now + Math.max(delayAfter(tries, random), hold),
    heldUntil: hold === 0 ? 0 : now + hold,
  };
}

/** After a person pressed "Retry now" or the network came back: at once, unless the server asked to wait. */
export const retryNow = (state: Backoff): Backoff => ({ ...state, nextAt: state.heldUntil });

export function isDue(state: Backoff, now: number): boolean {
  // Further away than any wait: the device's clock was set back meanwhile.
  return state.nextAt <= now || state.nextAt - now > longestHold;
}

/** After five tries in a row the screen says so and offers "Retry now". */
export const isRepeated = (state: Backoff): boolean => state.tries >= steps.length;
