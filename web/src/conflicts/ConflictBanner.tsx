import { useTranslation } from 'react-i18next';
import { Note } from '../kit/Note';
import { PlainLink } from '../kit/PlainLink';
import { useDeviceRows } from '../sync/client/device';
import { records } from './conflictCase';

/** Above a row that somebody else edited at the same time, as long as nobody has looked: leads to both values. */
export function ConflictBanner({ table, row }: { table: string; row: string }) {
  const { t } = useTranslation();
  const { answer } = useDeviceRows({
    table: records,
    where: [
      { field: 'row_id', is: 'equal', value: row },
      { field: 'table_name', is: 'equal', value: table },
      { field: 'status', is: 'equal', value: 'open' },
    ],
  });
  if (!answer || answer.total === 0) return null;
  return (
    <Note tone="orange" title={t('conflicts.banner')} urgent>
      <PlainLink to="/conflicts" search={{ row }}>
        {t('conflicts.review', { count: answer.total })}
      </PlainLink>
    </Note>
  );
}
