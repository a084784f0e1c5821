import type { Cultivar } from '../api/types';

export interface CultivarValues extends Record<string, unknown> {
  name: string;
  breeder: string;
  genetics: string;
  thcPercent: number | string;
  cbdPercent: number | string;
  indicaPercent: number | string;
  sativaPercent: number | string;
  notes: string;
  active: boolean;
}

const percents = ['thcPercent', 'cbdPercent', 'indicaPercent', 'sativaPercent'] as const;

export const cultivarImportColumns =
  'name, breeder, genetics, thcPercent, cbdPercent, indicaPercent, sativaPercent, notes';

export const cultivarValues = (cultivar?: Cultivar): CultivarValues => ({
  name: cultivar?.name ?? '',
  breeder: cultivar?.breeder ?? '',
  genetics: cultivar?.genetics ?? '',
  thcPercent: cultivar?.thcPercent ?? '',
  cbdPercent: cultivar?.cbdPercent ?? '',
  indicaPercent: cultivar?.indicaPercent ?? '',
  sativaPercent: cultivar?.sativaPercent ?? '',
  notes: cultivar?.notes ?? '',
  active: cultivar?.active ?? true,
});

export type CultivarMistake = 'name' | 'percent';

export function cultivarMistakes(values: CultivarValues): Record<string, CultivarMistake> {
  const wrong = percents.filter((field) => {
    const value = values[field];
    if (value === '') return false;
    const number = Number(value);
    return !(number >= 0 && number <= 100);
  });
  return {
    ...(values.name.trim() === '' ? { name: 'name' as const } : {}),
    ...Object.fromEntries(wrong.map((field) => [field, 'percent' as const])),
  };
}

/** An empty percentage means "not known", which is not zero. */
export function cultivarBody(values: CultivarValues, version?: number): Record<string, unknown> {
  const numbers = percents.map((field) => {
    const value = values[field];
    return [field, value === '' ? null : Number(value)] as const;
  });
  return { ...values, ...Object.fromEntries(numbers), ...(version === undefined ? {} : { version }) };
}
