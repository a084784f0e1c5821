import { useTranslation } from 'react-i18next';
import type { Problem } from '../api/problem';
import type { Difference, OperationDetail, OperationState } from '../api/types';

export const operationKinds = ['plant_batch_create'] as const;

type Kind = (typeof operationKinds)[number];

export function useKindName(): (kind: string) => string {
  const { t } = useTranslation();
  return (kind) =>
    (operationKinds as readonly string[]).includes(kind)
      ? t(`compliance.kinds.${kind as Kind}`)
      : kind.replaceAll('_', ' ').replaceAll('.', ' ');
}

/** What a person may do with an operation. */
export interface OperationOffer {
  /** Look or send at once instead of at the next try; the server looks first wherever the answer was lost. */
  now: boolean;
  /** A refused report is over; what it says is mended, and the batch is pushed anew. */
  pushAgain: boolean;
  resolve: boolean;
}

const nothing: OperationOffer = { now: false, pushAgain: false, resolve: false };

const offers: Partial<Record<OperationState, OperationOffer>> = {
  recorded: { ...nothing, now: true },
  unknown: { ...nothing, now: true },
  confirmed: { ...nothing, now: true },
  refused: { ...nothing, pushAgain: true },
  needs_person: { ...nothing, resolve: true },
};

export const operationOffer = (state: OperationState): OperationOffer => offers[state] ?? nothing;

export type Decision = 'confirm' | 'send_again' | 'give_up';

/** What keeps a decision from being sent. */
export type DecisionMistake = 'choose' | 'id' | 'reason';

export function decisionMistake(
  decision: Decision | null,
  metrcId: string,
  reason: string,
): DecisionMistake | null {
  if (decision === null) return 'choose';
  if (decision === 'confirm' && !/^[1-9]\d*$/.test(metrcId.trim())) return 'id';
  return reason.trim() === '' ? 'reason' : null;
}

export const differenceFields = ['name', 'strain', 'type', 'plantCount', 'plantedDate'] as const;

const isDifference = (value: unknown): value is Difference =>
  typeof value === 'object' && value !== null && 'field' in value && 'ours' in value && 'metrc' in value;

/** What differs between what was sent and the plant batch of this id, as far as it is known: the newest look counts. */
export function knownDifferences(
  detail: Pick<OperationDetail, 'operation' | 'differences'>,
  metrcId: string,
  refused: { problem: Problem; metrcBatchId: number | undefined } | null,
): Difference[] {
  const id = Number(metrcId.trim());
  if (refused?.problem.code === 'report.differs_in_metrc' && refused.metrcBatchId === id) {
    const told = refused.problem.body['differences'];
    return Array.isArray(told) ? told.filter(isDifference) : [];
  }
  return detail.operation.metrcId === id ? detail.differences : [];
}

/** Says which differences a person accepted: others that are shown later are not. */
export const differencesKey = (id: string, differences: Difference[]): string =>
  differences.length === 0 ? '' : JSON.stringify([id.trim(), differences]);
