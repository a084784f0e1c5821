import { idOfName } from '../sync/nameId';
import type { Doer, RowWrite, Scene, SceneRow } from '../sync/steps';
import type { Operation } from '../sync/operation';
import type { Json, Values } from '../sync/tables';
import { countedGrams } from './countedWeights';
import { undoSeconds, type HarvestStage } from './stageRules';

const space = '6a1f3c52-0b7e-5d84-9c1a-2f64e0b7d913';
/** There is one row of settings in an organisation, or none. */
export const settingsId = '00000000-0000-4000-8000-000000000001';
export const startId = (harvest: string) => idOfName(space, `harvest_stages start ${harvest}`);
export const stageId = (operation: string) => idOfName(space, `harvest_stages ${operation}`);
export const resultId = (harvest: string) => idOfName(space, `inventory ${harvest}`);

/** A harvest with all that its steps look at. */
export interface HarvestScene {
  readonly id: string;
  readonly values: Values;
  readonly stage: string;
  readonly startedAt: string;
  /** In the order in which they were entered; the last one is where the harvest is. None before the first step. */
  readonly stages: readonly SceneRow[];
  readonly wet: string | null;
  readonly dry: string | null;
  readonly trimmings: string | null;
  readonly result: Values | null;
  readonly undoSeconds: number;
}

export function harvestScene(scene: Scene, id: string): HarvestScene | null {
  const values = scene.row('harvests', id);
  if (!values) return null;
  const stages = scene.children('harvest_stages', 'harvest_id', id);
  const weights = scene.children('harvest_weights', 'harvest_id', id);
  const settings = scene.row('harvest_settings', settingsId);
  return {
    id,
    values,
    stage: values['stage'] ?? '',
    startedAt: values['stage_started_at'] ?? '',
    stages: [...stages].sort((a, b) => Number(a.values['ordinal']) - Number(b.values['ordinal'])),
    wet: countedGrams(weights, 'wet'),
    dry: countedGrams(weights, 'dry'),
    trimmings: countedGrams(weights, 'trimmings'),
    result: scene.row('inventory', resultId(id)),
    undoSeconds: Number(settings?.['undo_seconds'] ?? undoSeconds),
  };
}

export interface Entering {
  readonly to: HarvestStage;
  readonly by: 'advance' | 'override_skip' | 'undo' | 'revert' | 'finalize';
  /** When the stage that is entered began. */
  readonly startedAt: string;
  /** When the stage that is left ended. */
  readonly leftAt: string;
  readonly reason?: string;
  /** About the stage that is left. */
  readonly notes?: string;
}

/** What moving a harvest to another stage writes: the stage that is left, the one that is entered, and the harvest. */
export function enterStage(
  harvest: HarvestScene,
  { id: operation, at }: Operation,
  doer: Doer,
  entering: Entering,
): readonly RowWrite[] {
  const { id, values, stage, stages, startedAt } = harvest;
  const whose = { site_id: values['site_id'] ?? null, owner_id: values['owner_id'] ?? null, harvest_id: id };
  const last = stages.at(-1);
  const left: Record<string, Json> = {
    completed_at: entering.leftAt,
    ...(entering.notes === undefined ? {} : { notes: entering.notes }),
    wet_weight_g: harvest.wet,
    dry_weight_g: harvest.dry,
    trimmings_weight_g: harvest.trimmings,
  };
  const start: Record<string, Json> = {
    ...whose,
    ...{ user_id: values['user_id'] ?? null, ordinal: 1, stage, entered_by: 'start' },
    ...{ started_at: startedAt, entered_at: startedAt },
  };
  const isOver = entering.to === 'inventory';
  return [
    {
      table: 'harvest_stages',
      row: last?.id ?? startId(id),
      set: last ? left : { ...start, ...left },
    },
    {
      table: 'harvest_stages',
      row: stageId(operation),
      set: {
        ...whose,
        ...{ user_id: doer.user, ordinal: Number(last?.values['ordinal'] ?? 1) + 1, stage: entering.to },
        ...{ from_stage: stage, entered_by: entering.by, started_at: entering.startedAt, entered_at: at },
        ...{ completed_at: isOver ? entering.startedAt : null, reason: entering.reason ?? null },
        ...{ operation_id: operation, device_id: doer.device },
      },
    },
    {
      table: 'harvests',
      row: id,
      set: {
        ...{ stage: entering.to, stage_started_at: entering.startedAt },
        stage_completed_at: isOver ? entering.startedAt : null,
      },
    },
  ];
}
