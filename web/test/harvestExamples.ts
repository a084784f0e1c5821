import { countedGrams } from '../src/harvests/countedWeights';
import { isWeight } from '../src/harvests/grams';
import { harvestSteps } from '../src/harvests/harvestSteps';
import { startCode, type HarvestStart } from '../src/harvests/startHarvest';
import type { Operation } from '../src/sync/operation';
import type { SceneRow } from '../src/sync/steps';
import type { Json } from '../src/sync/tables';

type Row = Readonly<Record<string, Json>>;

interface StepGiven {
  rows: Record<string, Row[]>;
  operation: Omit<Operation, 'kind' | 'table' | 'base'>;
  user: string;
  device: string;
}

const sceneRow = ({ id, ...values }: Row): SceneRow => ({
  id: id as string,
  values: Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value === null || typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ),
});

/** The rules of harvests, as `tests/conformance/rules/harvest-*.json` asks for them. */
export const harvestRules: Record<string, (given: never) => unknown> = {
  step: ({ rows, operation, user, device }: StepGiven) => {
    const of = (table: string) => (rows[table] ?? []).map(sceneRow);
    const scene = {
      row: (table: string, id: string) => of(table).find((one) => one.id === id)?.values ?? null,
      children: (table: string, field: string, id: string) =>
        of(table).filter((one) => one.values[field] === id),
    };
    const step = harvestSteps.find(({ name }) => name === operation.name)!;
    const whole = { ...operation, kind: 'intent', table: 'harvests', base: 0 } as const;
    return step.decide(scene, whole, { user, device });
  },
  harvest_weights: ({ weights }: { weights: Row[] }) => {
    const rows = weights.map(sceneRow);
    return {
      wet: countedGrams(rows, 'wet'),
      dry: countedGrams(rows, 'dry'),
      trimmings: countedGrams(rows, 'trimmings'),
    };
  },
  harvest_weight: ({ grams }: { grams: string }) => ({
    code: isWeight(grams) ? null : 'harvest.weight_range',
  }),
  harvest_start: ({
    startedAt,
    claimedAt,
    ...start
  }: Omit<HarvestStart, 'startedAt' | 'claimedAt'> & { startedAt: string | null; claimedAt: string }) => ({
    code: startCode({
      ...start,
      startedAt: startedAt === null ? null : Date.parse(startedAt),
      claimedAt: Date.parse(claimedAt),
    }),
  }),
};
