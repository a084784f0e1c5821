import { Group } from '@mantine/core';
import { IconPackages } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useList } from '../api/hooks';
import type { Lot, LotStatus } from '../api/types';
import { DataList } from '../kit/DataList';
import { ListMenu } from '../kit/ListMenu';
import { ListTools, type Filter } from '../kit/ListTools';
import { Page } from '../kit/Page';
import { PlainLink } from '../kit/PlainLink';
import { useListState } from '../kit/useListState';
import { useMay } from '../session/session';
import { useSite } from '../session/site';
import { LotDrawer } from './LotDrawer';
import { useLotColumns } from './lotColumns';

const statuses: LotStatus[] = ['available', 'in_transit', 'on_hold', 'quarantined', 'finished'];

export function InventoryList() {
  const { t } = useTranslation();
  const may = useMay();
  const { site } = useSite();
  const { lot }: { lot?: unknown } = useSearch({ strict: false });
  const list = useListState(['status']);
  const query = { siteId: site?.id, ...list.query };
  const lots = useList<Lot>('/lots', query);
  const open = (id: string) => list.change({ lot: id, page: list.page });
  const columns = useLotColumns(open, site === null);
  const filters: Filter[] = [
    {
      name: 'status',
      label: t('kit.status'),
      options: statuses.map((value) => ({ value, label: t(`inventory.status.${value}`) })),
    },
  ];
  return (
    <Page
      title={t('app.nav.inventory')}
      lead={t('inventory.lead')}
      actions={<ListMenu exportPath="/lots/export.csv" query={query} />}
    >
      <ListTools list={list} search={t('inventory.search')} filters={filters} />
      <DataList
        label={t('app.nav.inventory')}
        columns={columns}
        page={lots.data}
        problem={lots.error}
        retry={lots.refetch}
        rowKey={(row) => row.id}
        open={(row) => open(row.id)}
        list={list}
        empty={
          list.filtered
            ? { title: t('kit.nothingFits'), text: t('kit.nothingFitsText') }
            : {
                icon: IconPackages,
                title: t('inventory.none'),
                text: t('inventory.noneText'),
                action: may('compliance:sync') ? (
                  <Group>
                    <PlainLink to="/compliance">{t('today.sync')}</PlainLink>
                  </Group>
                ) : null,
              }
        }
      />
      {typeof lot === 'string' ? (
        <LotDrawer id={lot} close={() => list.change({ lot: undefined, page: list.page })} />
      ) : null}
    </Page>
  );
}
