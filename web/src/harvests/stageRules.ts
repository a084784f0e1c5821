import rules from '../../../rules/harvest-stages.json';

/** The stages of a harvest, in their order; the same file that the server reads. */
export type HarvestStage = keyof typeof rules.stages;

export interface StageDays {
  readonly target: number;
  readonly min: number;
  readonly max: number;
}

interface StageRule {
  readonly advance?: string;
  readonly skip?: string;
  readonly finalize?: string;
  readonly revert: readonly string[];
  readonly days?: StageDays;
}

const stages: Readonly<Record<string, StageRule>> = rules.stages;

export const harvestStages = Object.keys(rules.stages) as readonly HarvestStage[];
export const checklist = rules.checklist as readonly CheckItem[];
export type CheckItem = 'aroma' | 'stem_snap' | 'jar_humidity';
export const undoSeconds = rules.undoSeconds;
export const reasonLength = rules.reasonLength;
export const overlapReasonLength = rules.overlapReasonLength;
export const mostGrams = rules.weight.mostGrams;

export const isHarvestStage = (text: string): text is HarvestStage => Object.hasOwn(stages, text);

export type Way = 'advance' | 'skip' | 'finalize';

/** Where a way leads from a stage; undefined where it is closed. */
export const wayFrom = (stage: string, way: Way): HarvestStage | undefined =>
  stages[stage]?.[way] as HarvestStage | undefined;

export const revertsFrom = (stage: string): readonly HarvestStage[] =>
  (stages[stage]?.revert ?? []) as readonly HarvestStage[];

/** How long a stage should last; undefined for the last one. */
export const daysOf = (stage: string): StageDays | undefined => stages[stage]?.days;
