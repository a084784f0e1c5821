import { useTranslation } from 'react-i18next';
import type { OperationState } from '../api/types';

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
