import type { Batch, DomainType, SourceType } from '../api/types';

export interface BatchValues extends Record<string, unknown> {
  siteId: string;
  batchNumber: string;
  domainType: DomainType;
  cultivarId: string | null;
  sourceType: SourceType;
  sourcePackageLabel: string;
  motherPlantLabel: string;
  plantCount: number | string;
  stage: string;
  startDate: string;
  expectedHarvestDate: string;
  notes: string;
}

export const batchImportColumns =
  'batchNumber, plantCount, startDate, site, domainType, cultivar, sourceType, stage, expectedHarvestDate, notes';

export const newBatch = (siteId: string, today: string): BatchValues => ({
  siteId,
  batchNumber: '',
  domainType: 'cannabis',
  cultivarId: null,
  sourceType: 'clone',
  sourcePackageLabel: '',
  motherPlantLabel: '',
  plantCount: '',
  stage: 'clone',
  startDate: today,
  expectedHarvestDate: '',
  notes: '',
});

export const valuesOf = (batch: Batch): BatchValues => ({
  siteId: batch.siteId,
  batchNumber: batch.batchNumber,
  domainType: batch.domainType,
  cultivarId: batch.cultivarId ?? null,
  sourceType: batch.sourceType,
  sourcePackageLabel: batch.sourcePackageLabel ?? '',
  motherPlantLabel: batch.motherPlantLabel ?? '',
  plantCount: batch.plantCount,
  stage: batch.stage,
  startDate: batch.startDate,
  expectedHarvestDate: batch.expectedHarvestDate ?? '',
  notes: batch.notes ?? '',
});

export type BatchMistake = 'number' | 'count' | 'start' | 'harvest' | 'site';

const countOf = (value: number | string): number =>
  typeof value === 'number' ? value : Number(value || Number.NaN);

/** A first answer before the server is asked; the server decides again and knows more. */
export function batchMistakes(values: BatchValues): Record<string, BatchMistake> {
  const count = countOf(values.plantCount);
  const atLeast = values.stage === 'planning' ? 0 : 1;
  const end = values.expectedHarvestDate;
  return {
    ...(values.siteId === '' ? { siteId: 'site' as const } : {}),
    ...(values.batchNumber.trim() === '' ? { batchNumber: 'number' as const } : {}),
    ...(Number.isInteger(count) && count >= atLeast ? {} : { plantCount: 'count' as const }),
    ...(values.startDate === '' ? { startDate: 'start' as const } : {}),
    ...(end !== '' && end < values.startDate ? { expectedHarvestDate: 'harvest' as const } : {}),
  };
}

/** What goes to the server. The stage is sent only with a new batch; later it moves by its own step. */
export function batchBody(values: BatchValues, version?: number): Record<string, unknown> {
  const { stage, siteId, plantCount, ...rest } = values;
  const body = { ...rest, plantCount: countOf(plantCount) };
  return version === undefined ? { ...body, siteId, stage } : { ...body, version };
}
