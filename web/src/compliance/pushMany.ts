import rules from '../../../rules/plant-batch.json';
import type { Batch, BatchCheck, PushedItem, PushItem, SyncStatus } from '../api/types';
import { phaseOf, warningsOf, type PushPhase } from './pushState';

/** The server's own limit; more would be refused as a whole. */
export const mostAtOnce = rules.mostInOneRequest;

/** Only what Metrc does not know yet, or refused. */
export const canBePushed = (batch: Pick<Batch, 'domainType' | 'metrcSyncStatus'>): boolean =>
  batch.domainType === 'cannabis' &&
  (batch.metrcSyncStatus === 'not_synced' || batch.metrcSyncStatus === 'error');

/** A batch before it is sent: still being asked about, in order, or with what keeps it back. */
export interface Asked {
  batch: Pick<Batch, 'id'>;
  location: string | null;
  check: BatchCheck | undefined;
}

export const isReady = ({ check }: Pick<Asked, 'check'>): boolean => check?.ok === true;

/** Does a location have to be chosen before this batch can be sent? */
export const wantsLocation = (check: BatchCheck | undefined): boolean =>
  check?.findings.some((finding) => finding.severity === 'error' && finding.field === 'location') === true;

/** What goes to the server: those in order, each with the warnings that its own check showed. */
export function itemsOf(asked: Asked[]): PushItem[] {
  return asked.filter(isReady).map(({ batch, location, check }) => ({
    batchId: batch.id,
    location,
    confirmedWarnings: warningsOf(check).map((finding) => finding.code),
  }));
}

/** Which warnings were read: other ones, after another choice, are to be read again. */
export const warningKey = (asked: Asked[]): string =>
  itemsOf(asked)
    .flatMap(({ batchId, confirmedWarnings }) =>
      (confirmedWarnings ?? []).map((code) => `${batchId} ${code}`),
    )
    .join('\n');

/** Where one batch of many stands after sending; one that was not taken has failed with its own words. */
export function pushedPhase(item: PushedItem, status: SyncStatus | undefined): PushPhase {
  if (!item.operationId) return 'failed';
  return phaseOf({ status: item.status, operationId: item.operationId }, status);
}

export const isOver = (phase: PushPhase): boolean => phase !== 'queued' && phase !== 'waiting';
