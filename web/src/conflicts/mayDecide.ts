import type { Session } from '../api/types';
import { may } from '../session/permissions';

/** Who may edit a table decides its conflicts; the server asks again. */
export function mayDecide(session: Session, table: string): boolean {
  const area = table.startsWith('harvest') || table === 'inventory' ? 'harvest' : 'task';
  return may(session, `${area}:edit`);
}
