import { useTranslation } from 'react-i18next';
import type { Badge, BatchStatus, DomainType } from '../api/types';
import type { Filter } from '../kit/ListTools';
import { allStages, useStageName } from './stages';

export const batchFilterNames = ['status', 'stage', 'metrcStatus', 'domainType', 'cultivarId'] as const;

const statuses: BatchStatus[] = ['active', 'quarantined', 'completed', 'destroyed'];
const badges: Badge[] = ['synced', 'pending', 'unknown', 'error', 'not_synced', 'not_required'];
const domains: DomainType[] = ['cannabis', 'produce'];

export function useBatchFilters(): Filter[] {
  const { t } = useTranslation();
  const stageName = useStageName();
  return [
    {
      name: 'status',
      label: t('kit.status'),
      options: statuses.map((value) => ({ value, label: t(`cultivation.batchStatus.${value}`) })),
    },
    {
      name: 'stage',
      label: t('cultivation.batch.stage'),
      options: allStages.map((value) => ({ value, label: stageName(value) })),
    },
    {
      name: 'metrcStatus',
      label: t('compliance.metrc'),
      options: badges.map((value) => ({ value, label: t(`compliance.badges.${value}`) })),
    },
    {
      name: 'domainType',
      label: t('cultivation.batch.kind'),
      options: domains.map((value) => ({ value, label: t(`cultivation.domains.${value}`) })),
    },
  ];
}
