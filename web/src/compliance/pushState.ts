import type { Badge, BatchCheck, Finding, PushResult, SyncStatus } from '../api/types';
import { standOf, type Stand } from './stand';

/** Nothing more will happen by itself. `unknown` and `pending` are still being worked on. */
const settled: Record<Badge, boolean> = {
  synced: true,
  error: true,
  not_synced: true,
  not_required: true,
  pending: false,
  unknown: false,
};

export const isSettled = (badge: Badge): boolean => settled[badge];

/** Where the dialog stands: asking, in the queue, sent and awaited, or over for now. */
export type PushPhase = 'asking' | 'queued' | 'waiting' | 'confirmed' | 'decide' | 'failed';

const phases: Partial<Record<Stand, PushPhase>> = {
  recorded: 'queued',
  claimed: 'queued',
  synced: 'confirmed',
  refused: 'failed',
  needs_person: 'decide',
  link_conflict: 'decide',
  link_error: 'decide',
};

/**
 * Says "confirmed" only when Metrc has confirmed: by the answer itself, or by the status that is asked for afterwards.
 * A status read before anything was sent, or of an older report, says nothing about this push.
 */
export function phaseOf(
  sent: Pick<PushResult, 'status' | 'operationId'> | undefined,
  status: SyncStatus | undefined,
): PushPhase {
  if (!sent) return 'asking';
  if (sent.status === 'confirmed') return 'confirmed';
  if (!status) return 'waiting';
  const stand = standOf(status);
  const ours = !status.operationId || status.operationId === sent.operationId;
  return stand === 'synced' || ours ? (phases[stand] ?? 'waiting') : 'waiting';
}

export const warningsOf = (check: BatchCheck | undefined): Finding[] =>
  (check?.findings ?? []).filter((finding) => finding.severity === 'warning');

/** May the push be sent: a location is named, the rules found no error, every warning was confirmed. */
export function maySend(location: string | null, check: BatchCheck | undefined, confirmed: boolean): boolean {
  return location !== null && check?.ok === true && (warningsOf(check).length === 0 || confirmed);
}
