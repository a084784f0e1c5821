import { useTranslation } from 'react-i18next';
import { useDeviceRows } from '../sync/client/device';
import type { Json } from '../sync/tables';
import type { ScreenRow } from '../sync/store/screenQuery';
import { tableName } from './fieldName';

const none = '00000000-0000-0000-0000-000000000000';
const one = (table: string, id: Json | undefined) => ({
  table,
  where: [{ field: 'id', is: 'equal', value: typeof id === 'string' ? id : none }] as const,
});

/** The row as it is on this device, and what people call it. A harvest is called after its plant or batch. */
export function useRowTitle(table: string, id: string): { row: ScreenRow | undefined; title: string } {
  const { t } = useTranslation();
  const row = useDeviceRows(one(table, id)).answer?.rows[0];
  const plant = useDeviceRows(one('plants', row?.values['plant_id'])).answer?.rows[0];
  const batch = useDeviceRows(one('batches', row?.values['batch_id'])).answer?.rows[0];
  const said = row?.values['title'] ?? plant?.values['label'] ?? batch?.values['batch_number'];
  return { row, title: typeof said === 'string' ? said : tableName(t, table) };
}
