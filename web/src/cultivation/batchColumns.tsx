import { useTranslation } from 'react-i18next';
import type { Batch } from '../api/types';
import { MetrcBadge } from '../compliance/MetrcBadge';
import type { Column } from '../kit/DataList';
import { batchLooks } from '../kit/looks';
import { Day, Num } from '../kit/Moment';
import { PlainLink } from '../kit/PlainLink';
import { StatusPill } from '../kit/StatusPill';
import { useStageName } from './stages';

export function useBatchColumns(withSite: boolean): Column<Batch>[] {
  const { t } = useTranslation();
  const stageName = useStageName();
  const site: Column<Batch> = { key: 'site', name: t('app.site'), cell: (batch) => batch.siteName };
  return [
    {
      key: 'number',
      name: t('cultivation.batch.number'),
      sort: 'batchNumber',
      phone: 'title',
      cell: (batch) => <PlainLink to={`/batches/${batch.id}`}>{batch.batchNumber}</PlainLink>,
    },
    {
      key: 'cultivar',
      name: t('cultivation.cultivar.one'),
      sort: 'cultivarName',
      cell: (batch) => batch.cultivarName ?? '–',
    },
    {
      key: 'stage',
      name: t('cultivation.batch.stage'),
      sort: 'stage',
      cell: (batch) => stageName(batch.stage),
    },
    {
      key: 'count',
      name: t('cultivation.batch.plants'),
      sort: 'plantCount',
      number: true,
      cell: (batch) => <Num value={batch.plantCount} />,
    },
    {
      key: 'start',
      name: t('cultivation.batch.start'),
      sort: 'startDate',
      cell: (batch) => <Day on={batch.startDate} />,
    },
    ...(withSite ? [site] : []),
    {
      key: 'status',
      name: t('kit.status'),
      cell: (batch) => (
        <StatusPill {...batchLooks[batch.status]}>{t(`cultivation.batchStatus.${batch.status}`)}</StatusPill>
      ),
    },
    {
      key: 'metrc',
      name: t('compliance.metrc'),
      phone: 'corner',
      cell: (batch) => <MetrcBadge batchId={batch.id} badge={batch.metrcSyncStatus} />,
    },
  ];
}
