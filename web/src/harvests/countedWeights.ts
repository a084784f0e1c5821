import type { SceneRow } from '../sync/steps';

export type WeightKind = 'wet' | 'dry' | 'trimmings' | 'weigh_in';
export const weightKinds: readonly WeightKind[] = ['wet', 'dry', 'trimmings', 'weigh_in'];

const isNewer = (one: SceneRow, other: SceneRow): boolean => {
  const [a, b] = [one.values['measured_at'] ?? '', other.values['measured_at'] ?? ''];
  return a === b ? one.id > other.id : a > b;
};

/** The weights that nobody has corrected. */
export function uncorrected(weights: readonly SceneRow[]): readonly SceneRow[] {
  const wrong = new Set(weights.map((one) => one.values['corrects']));
  return weights.filter((one) => !wrong.has(one.id));
}

/** The weight of a kind that counts, in grams: the newest that nobody has corrected. */
export function countedGrams(weights: readonly SceneRow[], kind: WeightKind): string | null {
  let newest: SceneRow | null = null;
  for (const one of uncorrected(weights))
    if (one.values['kind'] === kind && (newest === null || isNewer(one, newest))) newest = one;
  return newest?.values['grams'] ?? null;
}
