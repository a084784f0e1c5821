/**
 * The seconds in which a step can be taken back. They are counted by the clock that nobody can set; only over a reload,
 * when that clock begins anew, the time between comes from the device's own.
 */
export interface UndoChance {
  readonly operation: string;
  readonly harvest: string;
  readonly from: string;
  readonly to: string;
  /** How long ago the step was when `wall` was read, in milliseconds. */
  readonly passed: number;
  readonly wall: number;
}

export interface Clocks {
  /** Goes on evenly while the page is open, from any beginning. */
  readonly steady: () => number;
  readonly wall: () => number;
}

const key = (user: string) => `tendril-undo-${user}`;

/** The step of this page that may still be taken back, kept for a reload. */
export class UndoClock {
  private since: number;

  constructor(
    readonly chance: UndoChance,
    private readonly clocks: Clocks,
  ) {
    this.since = clocks.steady() - chance.passed;
  }

  /** Milliseconds since the step. */
  passed(): number {
    return Math.round(this.clocks.steady() - this.since);
  }

  keep(user: string): void {
    const kept: UndoChance = { ...this.chance, passed: this.passed(), wall: this.clocks.wall() };
    localStorage.setItem(key(user), JSON.stringify(kept));
  }

  static forget(user: string): void {
    localStorage.removeItem(key(user));
  }

  /** After a reload; null when there is nothing, or when the device's clock was set back meanwhile. */
  static recall(user: string, clocks: Clocks): UndoClock | null {
    const text = localStorage.getItem(key(user));
    if (text === null) return null;
    const kept = JSON.parse(text) as UndoChance;
    const between = clocks.wall() - kept.wall;
    return between < 0 ? null : new UndoClock({ ...kept, passed: kept.passed + between }, clocks);
  }
}
