import type { SceneRow } from '../sync/steps';
import { uncorrected } from './countedWeights';

/** One point of the drying curve: when it was weighed, and what part of the first weight was left. */
export interface DryingPoint {
  readonly id: string;
  readonly at: number;
  readonly grams: number;
  /** Of the first weight, 0 to 1 and more. */
  readonly share: number;
}

const drawn = new Set(['wet', 'weigh_in', 'dry']);

/** The weights that nobody corrected, in the order in which they were measured; of the whole, not of the trimmings. */
export function dryingPoints(weights: readonly SceneRow[]): readonly DryingPoint[] {
  const points = uncorrected(weights)
    .filter(({ values }) => drawn.has(values['kind'] ?? ''))
    .map(({ id, values }) => ({
      id,
      at: Date.parse(values['measured_at'] ?? ''),
      grams: Number(values['grams']),
    }))
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const first = points.find(({ grams }) => grams > 0)?.grams ?? 0;
  return points.map((one) => ({ ...one, share: first === 0 ? 0 : one.grams / first }));
}
