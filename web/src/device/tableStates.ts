import type { DeviceDetails } from '../sync/worker/messages';

export interface TableState {
  readonly name: string;
  readonly rows: number;
  readonly pending: number;
  readonly parked: number;
  readonly conflicts: number;
}

/** How each table stands; those that need somebody come first, then those with something to send. */
export function tableStates(
  { tables, work }: Pick<DeviceDetails, 'tables' | 'work'>,
  conflicts: readonly string[],
): readonly TableState[] {
  const urgency = ({ parked, conflicts: open, pending }: TableState) => (parked + open) * 100_000 + pending;
  return tables
    .filter(({ name }) => name !== 'conflicts')
    .map(({ name, rows, unsent }) => {
      const parked = work.filter((one) => one.table === name && one.state === 'parked').length;
      const open = conflicts.filter((table) => table === name).length;
      return { name, rows, pending: Math.max(0, unsent - parked), parked, conflicts: open };
    })
    .sort((one, other) => urgency(other) - urgency(one));
}
