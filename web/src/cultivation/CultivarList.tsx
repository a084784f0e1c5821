import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDna2, IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useList } from '../api/hooks';
import type { Cultivar } from '../api/types';
import { DataList, type Column } from '../kit/DataList';
import { ImportDialog } from '../kit/ImportDialog';
import { ListMenu } from '../kit/ListMenu';
import { ListTools } from '../kit/ListTools';
import { Num } from '../kit/Moment';
import { Page } from '../kit/Page';
import { PlainLink } from '../kit/PlainLink';
import { useListState } from '../kit/useListState';
import { useMay } from '../session/session';
import { useSite } from '../session/site';
import { cultivarImportColumns } from './cultivarValues';
import { StrainPill } from './StrainPill';

function useCultivarColumns(): Column<Cultivar>[] {
  const { t } = useTranslation();
  const { sites, site } = useSite();
  const shown = site ? [site] : sites;
  return [
    {
      key: 'name',
      name: t('kit.name'),
      sort: 'name',
      phone: 'title',
      cell: (cultivar) => <PlainLink to={`/cultivars/${cultivar.id}`}>{cultivar.name}</PlainLink>,
    },
    {
      key: 'breeder',
      name: t('cultivation.cultivar.breeder'),
      sort: 'breeder',
      cell: (one) => one.breeder ?? '–',
    },
    {
      key: 'thc',
      name: t('cultivation.cultivar.thc'),
      sort: 'thcPercent',
      number: true,
      cell: (one) => <Num value={one.thcPercent} />,
    },
    {
      key: 'batches',
      name: t('app.nav.batches'),
      number: true,
      cell: (one) => <Num value={one.batchCount} />,
    },
    { key: 'active', name: t('kit.status'), cell: (one) => t(one.active ? 'kit.active' : 'kit.inactive') },
    {
      key: 'strain',
      name: t('cultivation.cultivar.strain'),
      phone: 'corner',
      cell: (one) => <StrainPill cultivar={one} sites={shown} />,
    },
  ];
}

export function CultivarList() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const list = useListState([]);
  const cultivars = useList<Cultivar>('/cultivars', list.query);
  const columns = useCultivarColumns();
  const [importing, { open, close }] = useDisclosure(false);
  const edits = may('batch:edit');
  const create = edits ? (
    <Button component={Link} to="/cultivars/new" leftSection={<IconPlus size={18} aria-hidden />}>
      {t('cultivation.cultivar.new')}
    </Button>
  ) : null;
  return (
    <Page
      title={t('app.nav.cultivars')}
      lead={t('cultivation.cultivar.lead')}
      actions={
        <>
          <ListMenu
            exportPath="/cultivars/export.csv"
            query={list.query}
            openImport={edits ? open : undefined}
          />
          {create}
        </>
      }
    >
      <ListTools list={list} search={t('cultivation.cultivar.search')} />
      <DataList
        label={t('app.nav.cultivars')}
        columns={columns}
        page={cultivars.data}
        problem={cultivars.error}
        retry={cultivars.refetch}
        rowKey={(cultivar) => cultivar.id}
        open={(cultivar) => void navigate({ to: `/cultivars/${cultivar.id}` })}
        list={list}
        empty={
          list.filtered
            ? { title: t('kit.nothingFits'), text: t('kit.nothingFitsText') }
            : {
                icon: IconDna2,
                title: t('cultivation.cultivar.none'),
                text: t('cultivation.cultivar.noneText'),
                action: create,
              }
        }
      />
      <ImportDialog
        opened={importing}
        close={close}
        title={t('cultivation.cultivar.import')}
        columns={cultivarImportColumns}
        path="/cultivars/import"
        refreshes={['/cultivars']}
      />
    </Page>
  );
}
