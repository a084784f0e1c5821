import { useDeviceRows } from '../sync/client/device';
import type { DeviceClient } from '../sync/client/deviceClient';
import type { ScreenAnswer, ScreenQuery, ScreenRow } from '../sync/worker/messages';
import { textOf } from './useHarvests';

/** What a harvest can be of. */
export interface Subject {
  readonly table: 'plants' | 'batches';
  readonly id: string;
  readonly siteId: string;
  readonly name: string;
  /** Of a batch, the stage it is in. */
  readonly stage: string | null;
}

const most = 8;

const subjectOf =
  (table: Subject['table'], field: string) =>
  ({ id, values }: ScreenRow): Subject => ({
    table,
    id,
    siteId: textOf(values['site_id']) ?? '',
    name: textOf(values[field]) ?? '',
    stage: textOf(values['stage']),
  });

/** Plants and active batches whose tag or number has what was typed or scanned. */
function queriesOf(typed: string, siteId: string | undefined): readonly [ScreenQuery, ScreenQuery] {
  const search = typed.trim();
  const site = siteId === undefined ? [] : [{ field: 'site_id', is: 'equal' as const, value: siteId }];
  const active = { field: 'status', is: 'equal' as const, value: 'active' };
  return [
    { table: 'plants', search, where: site, order: [{ field: 'label' }], limit: most },
    { table: 'batches', search, where: [...site, active], order: [{ field: 'batch_number' }], limit: most },
  ];
}

const subjectsOf = (plants: ScreenAnswer, batches: ScreenAnswer): readonly Subject[] => [
  ...plants.rows.map(subjectOf('plants', 'label')),
  ...batches.rows.map(subjectOf('batches', 'batch_number')),
];

/** What this device finds, live; undefined until it has answered. */
export function useSubjects(typed: string, siteId: string | undefined): readonly Subject[] | undefined {
  const [ofPlants, ofBatches] = queriesOf(typed, siteId);
  const plants = useDeviceRows(ofPlants).answer;
  const batches = useDeviceRows(ofBatches).answer;
  return plants && batches && subjectsOf(plants, batches);
}

/** The same, once. */
export async function readSubjects(
  device: DeviceClient,
  typed: string,
  siteId: string | undefined,
): Promise<readonly Subject[]> {
  const [plants, batches] = await Promise.all(queriesOf(typed, siteId).map((query) => device.read(query)));
  return plants && batches ? subjectsOf(plants, batches) : [];
}

/** The one that was meant, when a whole tag or number was scanned. */
export const exactSubject = (found: readonly Subject[], typed: string): Subject | undefined =>
  found.find((one) => one.name.toUpperCase() === typed.trim().toUpperCase());
