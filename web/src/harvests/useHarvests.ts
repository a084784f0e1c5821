import { useDeviceRows } from '../sync/client/device';
import type { SceneRow } from '../sync/steps';
import type { Json } from '../sync/tables';
import type { RowStatus, ScreenAnswer, ScreenQuery, ScreenRow } from '../sync/worker/messages';

/** A harvest as the screens show it. */
export interface Harvest {
  readonly id: string;
  readonly siteId: string;
  readonly ownerId: string | null;
  readonly plantId: string | null;
  readonly batchId: string | null;
  readonly stage: string;
  readonly startedAt: string | null;
  readonly notes: string;
  readonly photos: readonly string[];
  readonly overlapReason: string | null;
  readonly conflictSeen: boolean;
  readonly status: RowStatus;
  readonly refusal: ScreenRow['refusal'];
}

export const textOf = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

export const harvestOf = ({ id, values, status, refusal }: ScreenRow): Harvest => ({
  id,
  siteId: textOf(values['site_id']) ?? '',
  ownerId: textOf(values['owner_id']),
  plantId: textOf(values['plant_id']),
  batchId: textOf(values['batch_id']),
  stage: textOf(values['stage']) ?? '',
  startedAt: textOf(values['stage_started_at']),
  notes: textOf(values['notes']) ?? '',
  photos: (values['photos'] ?? []) as readonly string[],
  overlapReason: textOf(values['overlap_reason']),
  conflictSeen: values['conflict_seen'] === true,
  status,
  refusal,
});

/** Rows of the screen as the rules take them. */
export const sceneRow = ({ id, values }: ScreenRow): SceneRow => ({
  id,
  values: Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value === null || typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ),
});

const mostOfStage = 500;

/** The harvests of a site, or of all; undefined until the device has answered. */
export function useHarvests(siteId: string | undefined): readonly Harvest[] | undefined {
  const { answer } = useDeviceRows({
    table: 'harvests',
    ...(siteId === undefined ? {} : { where: [{ field: 'site_id', is: 'equal', value: siteId }] }),
    order: [{ field: 'stage_started_at', down: true }],
    limit: mostOfStage,
  });
  return answer?.rows.map(harvestOf);
}

/** How many harvests are in a stage, also beyond what a list shows. */
export function useHarvestCount(stage: string, siteId: string | undefined): number | undefined {
  const { answer } = useDeviceRows({
    table: 'harvests',
    where: [
      { field: 'stage', is: 'equal', value: stage },
      ...(siteId === undefined ? [] : [{ field: 'site_id', is: 'equal', value: siteId } as const]),
    ],
    limit: 1,
  });
  return answer?.total;
}

export interface HarvestRows {
  readonly harvest: Harvest | null;
  readonly weights: readonly ScreenRow[];
  readonly stages: readonly ScreenRow[];
  readonly audits: readonly ScreenRow[];
  readonly result: ScreenRow | null;
}

const childrenOf = (table: string, id: string, by: string): ScreenQuery => ({
  table,
  where: [{ field: 'harvest_id', is: 'equal', value: id }],
  order: [{ field: by }],
});

/** A harvest with all that belongs to it, live; undefined until the device has answered. */
export function useHarvestRows(id: string): HarvestRows | undefined {
  const harvest = useDeviceRows({
    table: 'harvests',
    where: [{ field: 'id', is: 'equal', value: id }],
  }).answer;
  const weights = useDeviceRows(childrenOf('harvest_weights', id, 'measured_at')).answer;
  const stages = useDeviceRows(childrenOf('harvest_stages', id, 'ordinal')).answer;
  const audits = useDeviceRows(childrenOf('harvest_audits', id, 'performed_at')).answer;
  const result = useDeviceRows(childrenOf('inventory', id, 'started_at')).answer;
  if (!harvest || !weights || !stages || !audits || !result) return undefined;
  const [row] = harvest.rows;
  return {
    harvest: row ? harvestOf(row) : null,
    weights: weights.rows,
    stages: stages.rows,
    audits: audits.rows,
    result: result.rows[0] ?? null,
  };
}

const unique = (ids: readonly (string | null)[]) => [...new Set(ids.filter((id) => id !== null))].sort();
const named = (answer: ScreenAnswer | undefined, field: string) =>
  new Map((answer?.rows ?? []).map((row) => [row.id, textOf(row.values[field]) ?? '']));

/** What a harvest is called: the plant's tag, or the batch's number. */
export function useHarvestNames(
  harvests: readonly Pick<Harvest, 'plantId' | 'batchId' | 'id'>[],
): (harvest: Pick<Harvest, 'plantId' | 'batchId' | 'id'>) => string {
  const of = (table: string, ids: readonly string[]): ScreenQuery => ({
    table,
    where: [{ field: 'id', is: 'one_of', value: ids }],
  });
  const plants = useDeviceRows(of('plants', unique(harvests.map((one) => one.plantId)))).answer;
  const batches = useDeviceRows(of('batches', unique(harvests.map((one) => one.batchId)))).answer;
  const [labels, numbers] = [named(plants, 'label'), named(batches, 'batch_number')];
  return ({ plantId, batchId, id }) =>
    labels.get(plantId ?? '') ?? numbers.get(batchId ?? '') ?? id.slice(-8).toUpperCase();
}
