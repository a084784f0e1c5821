import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCloudUpload, IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useList } from '../api/hooks';
import type { Batch } from '../api/types';
import { PushManyDialog } from '../compliance/PushManyDialog';
import { DataList } from '../kit/DataList';
import { ImportDialog } from '../kit/ImportDialog';
import { ListMenu } from '../kit/ListMenu';
import { ListTools } from '../kit/ListTools';
import { Page } from '../kit/Page';
import { useListState } from '../kit/useListState';
import { useMay } from '../session/session';
import { useSite } from '../session/site';
import { useBatchColumns } from './batchColumns';
import { batchFilterNames, useBatchFilters } from './batchFilters';
import { batchImportColumns } from './batchValues';
import { ChosenBar } from './ChosenBar';
import { useChosenBatches } from './useChosenBatches';

export function BatchList() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const { site } = useSite();
  const list = useListState(batchFilterNames);
  const query = { siteId: site?.id, ...list.query };
  const batches = useList<Batch>('/batches', query);
  const columns = useBatchColumns(site === null);
  const filters = useBatchFilters();
  const [importing, { open, close }] = useDisclosure(false);
  const [pushing, push] = useDisclosure(false);
  const chosen = useChosenBatches();
  const edits = may('batch:edit');
  const create = edits ? (
    <Button component={Link} to="/batches/new" leftSection={<IconPlus size={18} aria-hidden />}>
      {t('cultivation.batch.new')}
    </Button>
  ) : null;
  return (
    <Page
      title={t('app.nav.batches')}
      lead={t('cultivation.batch.lead')}
      actions={
        <>
          {may('compliance:push') && !chosen.choosing ? (
            <Button
              variant="default"
              leftSection={<IconCloudUpload size={18} aria-hidden />}
              onClick={chosen.begin}
            >
              {t('cultivation.many.open')}
            </Button>
          ) : null}
          <ListMenu exportPath="/batches/export.csv" query={query} openImport={edits ? open : undefined} />
          {create}
        </>
      }
    >
      <ListTools list={list} search={t('cultivation.batch.search')} filters={filters} />
      <DataList
        label={t('app.nav.batches')}
        columns={columns}
        page={batches.data}
        problem={batches.error}
        retry={batches.refetch}
        rowKey={(batch) => batch.id}
        open={(batch) =>
          chosen.selection?.can(batch)
            ? chosen.selection.toggle(batch)
            : void navigate({ to: `/batches/${batch.id}` })
        }
        selection={chosen.selection}
        list={list}
        empty={
          list.filtered
            ? { title: t('kit.nothingFits'), text: t('kit.nothingFitsText') }
            : { title: t('cultivation.batch.none'), text: t('cultivation.batch.noneText'), action: create }
        }
      />
      {chosen.choosing ? (
        <ChosenBar chosen={chosen} page={batches.data?.items ?? []} push={push.open} />
      ) : null}
      {pushing ? (
        <PushManyDialog
          batches={chosen.batches}
          close={() => {
            push.close();
            chosen.end();
          }}
        />
      ) : null}
      <ImportDialog
        opened={importing}
        close={close}
        title={t('cultivation.batch.import')}
        columns={batchImportColumns}
        path="/batches/import"
        siteId={site?.id}
        refreshes={['/batches', '/today']}
      />
    </Page>
  );
}
