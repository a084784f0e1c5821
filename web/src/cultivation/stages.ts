import { useTranslation } from 'react-i18next';
import rules from '../../../rules/batch-stages.json';
import type { Batch, DomainType } from '../api/types';
import { useSite } from '../session/site';

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

const vegetativeSteps: Record<string, boolean> = import.meta.glob('../../../rules/states/*.json', {
  eager: true,
  import: 'vegetativeStep',
});

/** Whether a state's plants must pass a vegetative step; where no rules are known, as the server takes it: yes. */
export const hasVegetativeStep = (state: string | undefined): boolean =>
  vegetativeSteps[`../../../rules/states/${state?.toLowerCase() ?? ''}.json`] ?? true;

/** The stages that may follow. Clones may flower at once only in states without a vegetative step. */
export function nextStages(domain: DomainType, current: string, vegetativeStep: boolean): string[] {
  const rule = stagesOf(domain)[current];
  if (!rule || rule.next.length === 0) return [];
  return [...rule.next, ...(vegetativeStep ? [] : (rule.nextWithoutVegetative ?? [])), 'destroyed'];
}

/** The stages that may follow for a batch at its site. */
export function useNextStages(): (batch: Pick<Batch, 'domainType' | 'stage' | 'siteId'>) => string[] {
  const { sites } = useSite();
  return ({ domainType, stage, siteId }) =>
    nextStages(domainType, stage, hasVegetativeStep(sites.find((site) => site.id === siteId)?.state));
}

export function useStageName(): (stage: string) => string {
  const { t } = useTranslation();
  return (stage) => (isStage(stage) ? t(`cultivation.stages.${stage}`) : stage.replaceAll('_', ' '));
}
