import { useTranslation } from 'react-i18next';
import rules from '../../../rules/batch-stages.json';
import type { DomainType } from '../api/types';

type Domains = (typeof rules)['domains'];
export type Stage = keyof Domains['cannabis']['stages'] | keyof Domains['produce']['stages'];

interface StageRule {
  next: string[];
  nextWithoutVegetative?: string[];
}

/** The same file that the server reads; the server has the last word. */
const stagesOf = (domain: DomainType): Record<string, StageRule> => rules.domains[domain].stages;

const inOrder: string[] = [
  ...new Set([...Object.keys(rules.domains.cannabis.stages), ...Object.keys(rules.domains.produce.stages)]),
];

export const isStage = (text: string): text is Stage => inOrder.includes(text);

/** In the order of growing; stages that this version does not know come last. */
export function orderStages<T>(rows: [string, T][]): [string, T][] {
  const place = (stage: string) => (inOrder.includes(stage) ? inOrder.indexOf(stage) : inOrder.length);
  return [...rows].sort(([one], [other]) => place(one) - place(other));
}

/** The stages that a new batch may begin in. */
export const firstStages = (domain: DomainType): string[] =>
  Object.keys(stagesOf(domain)).filter((stage) => stage !== 'completed' && stage !== 'destroyed');

export const allStages: string[] = inOrder;

/** The stages that may follow. Clones may flower at once only in some states; the server refuses it in the others. */
export function nextStages(domain: DomainType, current: string): string[] {
  const rule = stagesOf(domain)[current];
  if (!rule || rule.next.length === 0) return [];
  return [...rule.next, ...(rule.nextWithoutVegetative ?? []), 'destroyed'];
}

export function useStageName(): (stage: string) => string {
  const { t } = useTranslation();
  return (stage) => (isStage(stage) ? t(`cultivation.stages.${stage}`) : stage.replaceAll('_', ' '));
}
