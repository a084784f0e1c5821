export const countReasons = [
  'died',
  'destroyed_voluntary',
  'destroyed_mandatory',
  'contamination',
  'pest_infestation',
  'unhealthy',
  'data_error',
  'other',
] as const;

export type CountReason = (typeof countReasons)[number];

export const isCountReason = (text: string): text is CountReason =>
  (countReasons as readonly string[]).includes(text);

/** Why a count cannot be sent: it is no whole number, or it is what stands there already. */
export function countMistake(count: number | string, before: number): 'number' | 'same' | null {
  const value = count === '' ? Number.NaN : Number(count);
  if (!Number.isInteger(value) || value < 0) return 'number';
  return value === before ? 'same' : null;
}
