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

/** What a person may do with an operation. Where Metrc's answer is still looked for, nothing is sent again by hand. */
export interface OperationOffer {
  retry: boolean;
  resolve: boolean;
}

const offers: Partial<Record<OperationState, OperationOffer>> = {
  refused: { retry: true, resolve: false },
  needs_person: { retry: false, resolve: true },
};

export const operationOffer = (state: OperationState): OperationOffer =>
  offers[state] ?? { retry: false, resolve: false };

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
