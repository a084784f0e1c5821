import { useMemo } from 'react';
import { useSession } from '../session/session';
import { useSite } from '../session/site';
import { useDeviceRows } from '../sync/client/device';
import type { ScreenQuery, ScreenRow } from '../sync/store/screenQuery';
import { itemOf, textOf, type TaskItem } from './taskItems';

const mostDone = 100;

/** The zone of a site that the person may see; else the browser's own. */
export function useZone(): (siteId: string) => string {
  const { sites } = useSession();
  return useMemo(() => {
    const zones = new Map(sites.map((site) => [site.id, site.timeZone]));
    return (siteId: string) => zones.get(siteId) ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  }, [sites]);
}

function useItems(query: ScreenQuery): readonly TaskItem[] | undefined {
  const zone = useZone();
  const { answer } = useDeviceRows(query);
  return useMemo(
    () => answer?.rows.map((row) => itemOf(row, zone(textOf(row.values['site_id']) ?? ''))),
    [answer, zone],
  );
}

/** Undefined until the device has answered. */
export function useOpenTasks(search = ''): readonly TaskItem[] | undefined {
  const { site } = useSite();
  return useItems({
    table: 'tasks',
    where: [{ field: 'status', is: 'equal', value: 'pending' }, ...atSite(site?.id)],
    ...(search === '' ? {} : { search }),
    order: [{ field: 'due_at' }],
  });
}

/** The days of a series that are open tasks. */
export const useOpenDays = (seriesId: string): readonly TaskItem[] | undefined =>
  useItems({
    table: 'tasks',
    where: [
      { field: 'series_id', is: 'equal', value: seriesId },
      { field: 'status', is: 'equal', value: 'pending' },
    ],
  });

/** The newest hundred that are completed or skipped. */
export function useDoneTasks(search = ''): readonly TaskItem[] | undefined {
  const { site } = useSite();
  return useItems({
    table: 'tasks',
    where: [{ field: 'status', is: 'not_equal', value: 'pending' }, ...atSite(site?.id)],
    ...(search === '' ? {} : { search }),
    order: [{ field: 'done_at', down: true }],
    limit: mostDone,
  });
}

/** All tasks that are due from one day to another, and those that are days of series then, wherever they moved. */
export function useTasksBetween(from: string, to: string): readonly TaskItem[] | undefined {
  const { site } = useSite();
  const range = (field: string, last: string) =>
    [
      { field, is: 'at_least', value: from },
      { field, is: 'at_most', value: last },
      ...atSite(site?.id),
    ] as const;
  const due = useItems({ table: 'tasks', where: range('due_at', `${to}T23:59`) });
  const days = useItems({ table: 'tasks', where: range('occurs_on', to) });
  return useMemo(
    () => due && days && [...new Map([...due, ...days].map((item) => [item.id, item])).values()],
    [due, days],
  );
}

export const atSite = (id: string | undefined) =>
  id === undefined ? [] : [{ field: 'site_id', is: 'equal' as const, value: id }];

/** One row, live; null when the device has none. */
export function useDeviceRow(table: string, id: string): ScreenRow | null | undefined {
  const { answer } = useDeviceRows({ table, where: [{ field: 'id', is: 'equal', value: id }] });
  return answer && (answer.rows[0] ?? null);
}

/** What was decided about days of series, by the id of the decision. */
export function useDecidedDays(from: string, to: string): ReadonlyMap<string, string> {
  const { answer } = useDeviceRows({
    table: 'occurrence_overrides',
    where: [
      { field: 'occurs_on', is: 'at_least', value: from },
      { field: 'occurs_on', is: 'at_most', value: to },
    ],
  });
  return useMemo(
    () => new Map(answer?.rows.map((row) => [row.id, textOf(row.values['kind']) ?? '']) ?? []),
    [answer],
  );
}

export interface Linked {
  readonly to: string;
  readonly kind: 'batch' | 'harvest' | 'plant';
  readonly label: string;
}

/** The batches, plants and harvests that tasks are linked to, by their ids, as this device knows them. */
export function useLinks(items: readonly TaskItem[]): ReadonlyMap<string, Linked> {
  const ids = (pick: (item: TaskItem) => string | null) => [
    ...new Set(items.map(pick).filter((id): id is string => id !== null)),
  ];
  const harvests = useRows(
    'harvests',
    ids((item) => item.harvestId),
  );
  const plants = useRows(
    'plants',
    ids((item) => item.plantId),
  );
  const named = (field: string) =>
    harvests.map((row) => row.values[field]).filter((id) => typeof id === 'string');
  const batches = useRows('batches', [...new Set([...ids((item) => item.batchId), ...named('batch_id')])]);
  return useMemo(() => {
    const number = new Map(batches.map((row) => [row.id, textOf(row.values['batch_number']) ?? '']));
    return new Map<string, Linked>([
      ...batches.map((row) => linked('batch', row.id, number.get(row.id) ?? '')),
      ...plants.map((row) => linked('plant', row.id, textOf(row.values['label']) ?? '')),
      ...harvests.map((row) =>
        linked('harvest', row.id, number.get(textOf(row.values['batch_id']) ?? '') ?? ''),
      ),
    ]);
  }, [batches, plants, harvests]);
}

const addresses = { batch: '/batches/', harvest: '/harvests/', plant: '/batches/' };

const linked = (kind: Linked['kind'], id: string, label: string): [string, Linked] => [
  id,
  { kind, label, to: `${addresses[kind]}${id}` },
];

const nobody: readonly ScreenRow[] = [];

function useRows(table: string, ids: readonly string[]): readonly ScreenRow[] {
  const { answer } = useDeviceRows({ table, where: [{ field: 'id', is: 'one_of', value: ids }] });
  return answer?.rows ?? nobody;
}

/** The most exact thing that a task is about. */
export const linkOf = (item: TaskItem, known: ReadonlyMap<string, Linked>): Linked | undefined =>
  [item.harvestId, item.plantId, item.batchId]
    .map((id) => (id === null ? undefined : known.get(id)))
    .find((link) => link !== undefined);
