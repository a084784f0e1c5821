import type { DeviceDetails } from '../sync/worker/messages';

interface Figure {
  readonly what: string;
  readonly count: number;
  /** Milliseconds that half of them stayed within, and 95 of 100. */
  readonly p50: number;
  readonly p95: number;
}

const within = (sorted: readonly number[], part: number) =>
  sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0;

/** How long each sort of work took, by the diagnostics that are kept. */
export function logFigures(log: DeviceDetails['log']): readonly Figure[] {
  const times = new Map<string, number[]>();
  for (const { what, took } of log) times.set(what, [...(times.get(what) ?? []), took]);
  return [...times].map(([what, all]) => {
    const sorted = all.sort((one, other) => one - other);
    return { what, count: sorted.length, p50: within(sorted, 0.5), p95: within(sorted, 0.95) };
  });
}
