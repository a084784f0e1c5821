import { useTranslation } from 'react-i18next';
import type { DomainType } from '../api/types';

/** The stages of a batch in their order; the server decides which step is allowed. */
export const stages = {
  cannabis: [
    'planning',
    'germination',
    'clone',
    'vegetative',
    'flowering',
    'harvest',
    'drying',
    'curing',
    'packaging',
    'completed',
    'destroyed',
  ],
  produce: [
    'planning',
    'seeding',
    'germination',
    'seedling',
    'transplant',
    'growing',
    'harvest_ready',
    'harvesting',
    'washing',
    'grading',
    'packing',
    'storage',
    'shipped',
    'completed',
    'destroyed',
  ],
} as const satisfies Record<DomainType, readonly string[]>;

export type Stage = (typeof stages)[DomainType][number];

const all: readonly string[] = [...new Set([...stages.cannabis, ...stages.produce])];

export const isStage = (text: string): text is Stage => all.includes(text);

/** In the order of growing; stages that this version does not know come last. */
export function orderStages<T>(rows: [string, T][]): [string, T][] {
  const place = (stage: string) => (all.includes(stage) ? all.indexOf(stage) : all.length);
  return [...rows].sort(([one], [other]) => place(one) - place(other));
}

/** The steps that a person may want from here: forward in order, or the end. The server has the last word. */
export function laterStages(domain: DomainType, current: string): Stage[] {
  const list: readonly Stage[] = stages[domain];
  const at = list.findIndex((stage) => stage === current);
  return at === -1 || current === 'completed' || current === 'destroyed' ? [] : list.slice(at + 1);
}

export function useStageName(): (stage: string) => string {
  const { t } = useTranslation();
  return (stage) => (isStage(stage) ? t(`cultivation.stages.${stage}`) : stage.replaceAll('_', ' '));
}
