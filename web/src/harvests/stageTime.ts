import { daysOf } from './stageRules';

const day = 24 * 60 * 60 * 1000;

/** Before the least, fitting, at the target, or past the most days of a stage. */
export type StagePace = 'early' | 'fits' | 'due' | 'late';

export interface StageTime {
  /** Whole days in the stage. */
  readonly days: number;
  readonly target: number;
  readonly min: number;
  readonly max: number;
  readonly pace: StagePace;
  readonly targetAt: number;
  readonly maxAt: number;
}

/** How a harvest stands against the days that its stage should last; null where there are none. */
export function stageTime(stage: string, startedAt: string | null, now: number): StageTime | null {
  const limits = daysOf(stage);
  if (!limits || startedAt === null) return null;
  const started = Date.parse(startedAt);
  const passed = (now - started) / day;
  const pace =
    passed > limits.max ? 'late' : passed >= limits.target ? 'due' : passed >= limits.min ? 'fits' : 'early';
  return {
    ...limits,
    days: Math.max(0, Math.floor(passed)),
    pace,
    targetAt: started + limits.target * day,
    maxAt: started + limits.max * day,
  };
}
