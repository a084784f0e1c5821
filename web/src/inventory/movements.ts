export const movementKinds = [
  'receive',
  'consume',
  'transfer',
  'adjust',
  'count',
  'dispose',
  'return',
  'reserve',
  'unreserve',
  'sale',
  'production_in',
  'production_out',
  'waste',
] as const;

export type MovementKind = (typeof movementKinds)[number];

export const isMovementKind = (kind: string): kind is MovementKind =>
  (movementKinds as readonly string[]).includes(kind);

export const isReason = (reason: string): reason is 'metrc_pull' => reason === 'metrc_pull';

/** A movement with its sign in front, so that in and out are told apart without colour. */
export function signed(quantity: number, write: (value: number) => string): string {
  if (quantity === 0) return write(0);
  return `${quantity > 0 ? '+' : '−'}${write(Math.abs(quantity))}`;
}
