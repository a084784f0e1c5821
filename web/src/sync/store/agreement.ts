import { digestOf, sameRows, type Digest } from '../digest';
import type { TableDigest } from '../frames';
import { serverTable } from '../schema';
import type { SyncTable } from '../tables';
import type { Store } from './store';

/** A table of which the device holds other rows than the server. */
export interface Difference {
  readonly table: string;
  readonly here: Digest;
  readonly there: Digest;
}

/** The rows that the server is known to have: those below unsent work included, those only made here not. */
function* serverRows(store: Store, table: SyncTable): Generator<readonly [string, number]> {
  const covered = serverTable(table);
  yield* store.pairs(
    `SELECT id, revision FROM ${table.name} WHERE revision > 0 AND id NOT IN (SELECT id FROM ${covered})`,
  );
  yield* store.pairs(`SELECT id, revision FROM ${covered} WHERE revision > 0 AND deleted = 0`);
}

/** Counts the rows of each table that the server counted. A pass over all ids: not to be done with every pull. */
export function differencesOf(store: Store, digests: readonly TableDigest[]): readonly Difference[] {
  return digests.flatMap(({ table: name, rows, sum }) => {
    const table = store.table(name);
    if (!table) return [];
    const [here, there] = [digestOf(serverRows(store, table)), { rows, sum }];
    return sameRows(here, there) ? [] : [{ table: name, here, there }];
  });
}
