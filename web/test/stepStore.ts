import { idOfName } from '../src/sync/nameId';
import { openStore } from '../src/sync/store/openStore';
import type { LocalRowEdit, LocalStep } from '../src/sync/store/saveWork';
import type { Store } from '../src/sync/store/store';
import { refusal, type Step } from '../src/sync/steps';
import { syncedTables } from '../src/sync/tables.generated';
import { memoryDatabase, newId, site } from './memoryStore';

const names = '9d3c1a52-6a0e-4c53-9a59-0d1b0a7c1e11';
const next: Record<string, string> = { harvest: 'drying', drying: 'curing' };

/** The weight that a step of the tests adds: the same row whenever it is decided anew. */
export const madeBy = (operation: string) => idOfName(names, operation);

/** Moves a harvest on that has a weight, and notes another. */
const advance: Step = {
  name: 'harvest.next',
  table: 'harvests',
  decide: (scene, { id, row, at }, { user }) => {
    const harvest = scene.row('harvests', row);
    if (!harvest) return refusal('harvest.unknown');
    const stage = next[harvest['stage'] ?? ''];
    if (!stage) return refusal('harvest.stage_not_allowed', 'stage');
    if (scene.children('harvest_weights', 'harvest_id', row).length === 0)
      return refusal('harvest.not_weighed');
    const weight = { harvest_id: row, user_id: user, kind: stage, grams: '1', measured_at: at };
    return {
      writes: [
        { table: 'harvests', row, set: { stage, conflict_seen: true } },
        {
          table: 'harvest_weights',
          row: madeBy(id),
          set: { site_id: harvest['site_id'] ?? null, ...weight },
        },
      ],
    };
  },
};

/** Writes how many weights a harvest has into the harvest that its notes name, and a tare into each weight. */
const tally: Step = {
  name: 'harvest.tally',
  table: 'harvests',
  decide: (scene, { row }) => {
    const target = scene.row('harvests', row)?.['notes'];
    if (target === undefined) return refusal('harvest.unknown');
    if (target === null || !scene.row('harvests', target)) return { done: true };
    const weights = scene.children('harvest_weights', 'harvest_id', row);
    return {
      writes: [
        { table: 'harvests', row: target, set: { stage_started_at: momentOf(weights.length) } },
        ...weights.map(({ id }) => ({ table: 'harvest_weights', row: id, set: { tare_g: '2' } })),
      ],
    };
  },
};

/** Writes how many harvests are of the same batch. */
const siblings: Step = {
  name: 'harvest.siblings',
  table: 'harvests',
  decide: (scene, { row }) => {
    const batch = scene.row('harvests', row)?.['batch_id'] ?? '';
    const count = scene.children('harvests', 'batch_id', batch).length;
    return { writes: [{ table: 'harvests', row, set: { stage_started_at: momentOf(count) } }] };
  },
};

export const momentOf = (count: number) => new Date(count).toISOString();
export const steps: readonly Step[] = [advance, tally, siblings];

export const stepStore = async (onChange?: (changed: ReadonlySet<string>) => void): Promise<Store> =>
  openStore(await memoryDatabase(), syncedTables, {
    steps,
    user: newId(),
    ...(onChange ? { onChange } : {}),
  });

export const harvest = (row: string, set: LocalRowEdit['set'] = {}): LocalRowEdit => ({
  ...{ kind: 'create', table: 'harvests', row },
  set: { site_id: site, user_id: site, ...set },
});
export const weight = (row: string, of: string): LocalRowEdit => ({
  ...{ kind: 'create', table: 'harvest_weights', row },
  set: {
    ...{ site_id: site, user_id: site, harvest_id: of, kind: 'wet', grams: '10' },
    measured_at: '2026-11-20T08:00:00.000Z',
  },
});
export const notes = (row: string, text: string): LocalRowEdit => ({
  ...{ kind: 'patch', table: 'harvests', row },
  set: { notes: text },
});
export const step = (name: string, row: string): LocalStep => ({
  kind: 'step',
  table: 'harvests',
  row,
  name,
});

/** A frame with rows as the server sends them; fields that are not named are empty. */
export function frameOf(
  table: string,
  rows: readonly Record<string, string>[],
  deleted: readonly string[] = [],
) {
  const { fields } = syncedTables.find((one) => one.name === table)!;
  const header = {
    name: table,
    version: 1,
    fields: ['id', 'revision', ...fields.map((field) => field.name)],
  };
  const wire = rows.map(({ id = '', revision, ...set }) => [
    id,
    Number(revision),
    ...fields.map(({ name, kind }) => (kind === 'boolean' ? false : (set[name] ?? null))),
  ]);
  return {
    header,
    frame: { kind: 'frame' as const, table, created: [], updated: wire, deleted: [...deleted] },
  };
}
