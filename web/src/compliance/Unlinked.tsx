import { Button, SegmentedControl, Stack } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useList, useSend } from '../api/hooks';
import type { Batch, Cultivar, MirrorRow, SiteRef } from '../api/types';
import { DataList, type Column } from '../kit/DataList';
import { EmptyState } from '../kit/EmptyState';
import { ListTools } from '../kit/ListTools';
import { Page } from '../kit/Page';
import { problemWords } from '../kit/problemWords';
import { RemoteSelect } from '../kit/RemoteSelect';
import { toast } from '../kit/toast';
import { useListState } from '../kit/useListState';
import { useMay } from '../session/session';
import { useSite } from '../session/site';

const kinds = ['strains', 'plant_batches'] as const;
type Kind = (typeof kinds)[number];

/** What Metrc has and we have not linked yet: with a proposal where the names are alike. */
export function Unlinked() {
  const { t } = useTranslation();
  const { oneSite } = useSite();
  return (
    <Page title={t('app.nav.unlinked')} lead={t('compliance.unlinked.lead', { site: oneSite?.name ?? '' })}>
      {oneSite ? (
        <SiteUnlinked site={oneSite} />
      ) : (
        <EmptyState title={t('compliance.noSite')} text={t('compliance.noSiteText')} />
      )}
    </Page>
  );
}

function SiteUnlinked({ site }: { site: SiteRef }) {
  const { t } = useTranslation();
  const list = useListState(['kind']);
  const kind: Kind = kinds.find((one) => one === list.filters['kind']) ?? 'strains';
  const rows = useList<MirrorRow>(`/compliance/mirror/${kind}`, {
    siteId: site.id,
    ...list.query,
    kind: undefined,
    linked: false,
    gone: false,
  });
  const columns = useUnlinkedColumns(site, kind);
  return (
    <Stack gap="sm">
      <SegmentedControl
        size="md"
        aria-label={t('compliance.type')}
        value={kind}
        onChange={(value) => list.change({ kind: value })}
        data={kinds.map((value) => ({ value, label: t(`compliance.types.${value}`) }))}
      />
      <ListTools list={{ ...list, filters: {} }} search={t('compliance.unlinked.search')} />
      <DataList
        label={t('app.nav.unlinked')}
        columns={columns}
        page={rows.data}
        problem={rows.error}
        retry={rows.refetch}
        rowKey={(row) => String(row.metrcId)}
        list={list}
        empty={{
          icon: IconLink,
          title: t('compliance.unlinked.none'),
          text: t('compliance.unlinked.noneText'),
        }}
      />
    </Stack>
  );
}

function useUnlinkedColumns(site: SiteRef, kind: Kind): Column<MirrorRow>[] {
  const { t } = useTranslation();
  const may = useMay();
  const mayLink = may('batch:edit') || may('compliance:push');
  const columns: Column<MirrorRow>[] = [
    { key: 'name', name: t('compliance.unlinked.inMetrc'), phone: 'title', cell: (row) => row.name },
    { key: 'id', name: t('compliance.details.id'), cell: (row) => row.metrcId },
    { key: 'type', name: t('compliance.details.type'), cell: (row) => row.typeName ?? '–', phone: 'hide' },
  ];
  const link: Column<MirrorRow> = {
    key: 'link',
    name: t('compliance.unlinked.ours'),
    cell: (row) => <LinkRow site={site} kind={kind} row={row} />,
  };
  const shown = columns.filter((column) => column.key !== 'type' || kind === 'plant_batches');
  return mayLink ? [...shown, link] : shown;
}

function LinkRow({ site, kind, row }: { site: SiteRef; kind: Kind; row: MirrorRow }) {
  const { t } = useTranslation();
  const link = useSend<{ entityId: string; name: string }>({
    method: 'POST',
    path: '/compliance/links',
    body: ({ entityId }) => ({ siteId: site.id, kind, metrcId: row.metrcId, entityId }),
    refreshes: ['/compliance', '/cultivars', '/batches', '/today'],
    onDone: (_, { name }) => toast.done(t('compliance.unlinked.done', { name, metrc: row.name })),
    onProblem: (problem) =>
      toast.failed(t('compliance.unlinked.failed', { metrc: row.name }), problemWords(problem, t)),
  });
  const { suggestion } = row;
  if (suggestion) {
    return (
      <Button
        variant="light"
        size="sm"
        loading={link.isPending}
        leftSection={<IconLink size={16} aria-hidden />}
        onClick={() => link.mutate({ entityId: suggestion.id, name: suggestion.name })}
      >
        {t('compliance.unlinked.take', {
          name: suggestion.name,
          percent: Math.round(suggestion.score * 100),
        })}
      </Button>
    );
  }
  const label = t('compliance.unlinked.choose', { name: row.name });
  const take = (entityId: string | null, name: string) => entityId && link.mutate({ entityId, name });
  return kind === 'strains' ? (
    <RemoteSelect<Cultivar>
      label={label}
      path="/cultivars"
      option={(one) => ({ value: one.id, label: one.name })}
      value={null}
      onChange={(value, one) => take(value, one?.name ?? '')}
    />
  ) : (
    <RemoteSelect<Batch>
      label={label}
      path="/batches"
      query={{ siteId: site.id, metrcStatus: 'not_synced' }}
      option={(one) => ({ value: one.id, label: one.batchNumber })}
      value={null}
      onChange={(value, one) => take(value, one?.batchNumber ?? '')}
    />
  );
}
