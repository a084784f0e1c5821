import { Anchor, Group } from '@mantine/core';
import { IconAlertTriangle, IconGhost2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Lot } from '../api/types';
import type { Column } from '../kit/DataList';
import { lotLooks } from '../kit/looks';
import { Ago, Num } from '../kit/Moment';
import { StatusPill } from '../kit/StatusPill';
import { TagText } from './TagText';

/** What is wrong with a lot, in words: Metrc and we differ, or Metrc no longer lists it. */
export function LotFlags({ lot }: { lot: Pick<Lot, 'gone' | 'conflict'> }) {
  const { t } = useTranslation();
  return (
    <>
      {lot.conflict ? (
        <StatusPill tone="orange" icon={IconAlertTriangle}>
          {t('inventory.conflict')}
        </StatusPill>
      ) : null}
      {lot.gone ? (
        <StatusPill tone="grey" icon={IconGhost2} dashed>
          {t('inventory.gone')}
        </StatusPill>
      ) : null}
    </>
  );
}

export function useLotColumns(open: (id: string) => void, withSite: boolean): Column<Lot>[] {
  const { t } = useTranslation();
  const site: Column<Lot> = { key: 'site', name: t('app.site'), cell: (lot) => lot.siteName, phone: 'hide' };
  return [
    {
      key: 'product',
      name: t('inventory.product'),
      sort: 'productName',
      phone: 'title',
      cell: (lot) => (
        <Anchor
          component="button"
          type="button"
          ta="start"
          fw={560}
          c="var(--mantine-color-text)"
          onClick={() => open(lot.id)}
        >
          {lot.productName}
        </Anchor>
      ),
    },
    {
      key: 'label',
      name: t('inventory.package'),
      sort: 'packageLabel',
      phone: 'wide',
      cell: (lot) => (lot.packageLabel ? <TagText tag={lot.packageLabel} /> : lot.lotNumber),
    },
    {
      key: 'quantity',
      name: t('inventory.quantity'),
      sort: 'quantity',
      number: true,
      cell: (lot) => <Num value={lot.quantity} unit={lot.unitOfMeasure} />,
    },
    { key: 'place', name: t('inventory.place'), cell: (lot) => lot.locationName ?? '–', phone: 'hide' },
    ...(withSite ? [site] : []),
    {
      key: 'updated',
      name: t('inventory.updated'),
      sort: 'updatedAt',
      phone: 'hide',
      cell: (lot) => <Ago at={lot.updatedAt} />,
    },
    {
      key: 'status',
      name: t('kit.status'),
      sort: 'status',
      phone: 'corner',
      cell: (lot) => (
        <Group gap={6}>
          <StatusPill {...lotLooks[lot.status]}>{t(`inventory.status.${lot.status}`)}</StatusPill>
          <LotFlags lot={lot} />
        </Group>
      ),
    },
  ];
}
