import type { Badge, SyncStatus } from '../api/types';

/** Where a batch stands with Metrc: finer than its badge, whose "error" and "pending" each mean several things. */
export type Stand =
  | 'not_required'
  | 'not_synced'
  | 'recorded'
  | 'claimed'
  | 'sent'
  | 'confirmed'
  | 'unknown'
  | 'refused'
  | 'needs_person'
  | 'synced'
  | 'link_pending'
  | 'link_conflict'
  | 'link_error';

/** What a person can do next: push, push again, decide, unlink, or nothing. */
export type Offer = 'push' | 'again' | 'decide' | 'wait' | 'linked' | 'none';

export const stands: Record<Stand, { badge: Badge; offer: Offer }> = {
  not_required: { badge: 'not_required', offer: 'none' },
  not_synced: { badge: 'not_synced', offer: 'push' },
  recorded: { badge: 'pending', offer: 'wait' },
  claimed: { badge: 'pending', offer: 'wait' },
  sent: { badge: 'pending', offer: 'wait' },
  confirmed: { badge: 'pending', offer: 'wait' },
  unknown: { badge: 'unknown', offer: 'wait' },
  refused: { badge: 'error', offer: 'again' },
  needs_person: { badge: 'error', offer: 'decide' },
  synced: { badge: 'synced', offer: 'linked' },
  link_pending: { badge: 'pending', offer: 'wait' },
  link_conflict: { badge: 'error', offer: 'linked' },
  link_error: { badge: 'error', offer: 'linked' },
};

const linked = {
  synced: 'synced',
  pending: 'link_pending',
  conflict: 'link_conflict',
  error: 'link_error',
} as const satisfies Record<NonNullable<SyncStatus['linkStatus']>, Stand>;

/** The server's order: produce first, then the link, then the newest report. */
export function standOf(status: Pick<SyncStatus, 'domainType' | 'operationState' | 'linkStatus'>): Stand {
  if (status.domainType !== 'cannabis') return 'not_required';
  if (status.linkStatus) return linked[status.linkStatus];
  if (!status.operationState) return 'not_synced';
  return status.operationState === 'verified' ? 'synced' : status.operationState;
}
