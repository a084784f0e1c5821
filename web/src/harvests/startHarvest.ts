import { overlapReasonLength } from './stageRules';

/** What is said when a harvest is begun. Moments in milliseconds. */
export interface HarvestStart {
  readonly plant: boolean;
  readonly batch: boolean;
  readonly startedAt: number | null;
  /** When the person does it. */
  readonly claimedAt: number;
  /** How many other harvests of the same plant are open. */
  readonly openOfPlant: number;
  readonly overlapReason: string | null;
}

/** Clocks of one device do not differ by more, not even between two of its programs. */
const slack = 60_000;

/** Why the server would refuse it; null when it would not. */
export function startCode(start: HarvestStart): string | null {
  if (start.plant === start.batch) return 'harvest.one_subject';
  if (start.startedAt !== null && start.startedAt > start.claimedAt + slack)
    return 'harvest.moment_not_possible';
  const isShort = (start.overlapReason ?? '').trim().length < overlapReasonLength;
  return start.openOfPlant > 0 && isShort ? 'harvest.overlap' : null;
}
