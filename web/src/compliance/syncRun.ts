import type { Problem } from '../api/problem';
import type { LogStatus, SyncAnswer, SyncLog } from '../api/types';

const finished: Record<LogStatus, boolean> = {
  pending: false,
  in_progress: false,
  completed: true,
  partial: true,
  failed: true,
};

export const isFinished = (log: Pick<SyncLog, 'status'>): boolean => finished[log.status];

/** The run to watch after "Sync now": of the answer, wherever it stands. */
export function runOf(answer: SyncAnswer | undefined): string | null {
  return answer?.syncLogId ?? answer?.result?.syncLogId ?? answer?.statusUrl?.split('/').at(-1) ?? null;
}

/** A refusal because a run is in progress names that run: it is watched instead. */
export function runInProgress(problem: Problem): string | null {
  const id = problem.body['syncLogId'];
  return problem.status === 409 && typeof id === 'string' ? id : null;
}

/** Percent done, or null while nobody knows how much there is. */
export function percentDone(log: Pick<SyncLog, 'processed' | 'total' | 'status'>): number | null {
  if (isFinished(log)) return 100;
  if (!log.total || log.total <= 0) return null;
  return Math.min(99, Math.floor((log.processed / log.total) * 100));
}
