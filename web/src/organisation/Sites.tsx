import { Button, Text } from '@mantine/core';
import { IconBuildingCommunity, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../api/hooks';
import type { Site } from '../api/types';
import { EnvironmentPill } from '../compliance/EnvironmentPill';
import { DataList, type Column } from '../kit/DataList';
import { Page } from '../kit/Page';
import { ListTools } from '../kit/ListTools';
import { useListState } from '../kit/useListState';
import { useMay } from '../session/session';
import { ActivePill } from './ActivePill';
import { EditButton } from './EditButton';
import { SiteForm } from './SiteForm';

export function Sites() {
  const { t } = useTranslation();
  const edits = useMay()('site:edit');
  const list = useListState([]);
  const sites = useList<Site>('/sites', list.query);
  const [edited, setEdited] = useState<Site | 'new' | null>(null);
  const columns: Column<Site>[] = [
    {
      key: 'name',
      name: t('kit.name'),
      sort: 'name',
      phone: 'title',
      cell: (site) => <strong>{site.name}</strong>,
    },
    { key: 'license', name: t('organisation.site.license'), cell: (site) => site.license },
    { key: 'kind', name: t('organisation.site.kind'), cell: (site) => t(`organisation.kinds.${site.kind}`) },
    {
      key: 'state',
      name: t('organisation.site.state'),
      cell: (site) => (
        <>
          {site.state}
          <Text size="sm" c="dimmed">
            {site.timeZone}
          </Text>
        </>
      ),
    },
    {
      key: 'location',
      name: t('organisation.site.defaultLocation'),
      cell: (site) => site.defaultMetrcLocation?.name ?? '–',
    },
    {
      key: 'environment',
      name: t('compliance.environment'),
      phone: 'corner',
      cell: (site) => <EnvironmentPill environment={site.sandbox ? 'sandbox' : 'production'} />,
    },
    { key: 'active', name: t('kit.status'), cell: (site) => <ActivePill active={site.active} /> },
  ];
  const edit: Column<Site> = {
    key: 'edit',
    name: t('organisation.change'),
    phone: 'action',
    cell: (site) => <EditButton name={site.name} edit={() => setEdited(site)} />,
  };
  const create = edits ? (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setEdited('new')}>
      {t('organisation.site.new')}
    </Button>
  ) : null;
  return (
    <Page title={t('app.nav.sites')} lead={t('organisation.site.lead')} actions={create}>
      <ListTools list={list} search={t('organisation.site.search')} />
      <DataList
        label={t('app.nav.sites')}
        columns={edits ? [...columns, edit] : columns}
        page={sites.data}
        problem={sites.error}
        retry={sites.refetch}
        rowKey={(site) => site.id}
        list={list}
        empty={{ icon: IconBuildingCommunity, title: t('organisation.site.none'), action: create }}
      />
      {edited ? <SiteForm site={edited === 'new' ? null : edited} close={() => setEdited(null)} /> : null}
    </Page>
  );
}
