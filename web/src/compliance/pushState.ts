import type { Badge, BatchCheck, Finding, PushResult, SyncStatus } from '../api/types';

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

/** What the card of a batch offers: push, try again, or nothing while an answer is awaited. */
export type PushOffer = 'push' | 'again' | 'wait' | 'linked' | 'none';

const offers: Record<Badge, PushOffer> = {
  not_synced: 'push',
  error: 'again',
  pending: 'wait',
  unknown: 'wait',
  synced: 'linked',
  not_required: 'none',
};

export const offerOf = (badge: Badge): PushOffer => offers[badge];

/** Where the dialog stands: asking, sent and awaited, or over. */
export type PushPhase = 'asking' | 'waiting' | 'confirmed' | 'failed';

/**
 * Says "confirmed" only when Metrc has confirmed: by the answer itself, or by the status that is asked for afterwards.
 * A status read before anything was sent says nothing about this push.
 */
export function phaseOf(sent: PushResult | undefined, status: SyncStatus | undefined): PushPhase {
  if (!sent) return 'asking';
  if (sent.status === 'confirmed') return 'confirmed';
  if (!status) return 'waiting';
  const ours = !status.operationId || status.operationId === sent.operationId;
  if (status.status === 'synced') return 'confirmed';
  return status.status === 'error' && ours ? 'failed' : 'waiting';
}

export const warningsOf = (check: BatchCheck | undefined): Finding[] =>
  (check?.findings ?? []).filter((finding) => finding.severity === 'warning');

/** May the push be sent: a location is named, the rules found no error, every warning was confirmed. */
export function maySend(location: string | null, check: BatchCheck | undefined, confirmed: boolean): boolean {
  return location !== null && check?.ok === true && (warningsOf(check).length === 0 || confirmed);
}
