import { Button } from '@mantine/core';
import { IconPlus, IconStack2 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../api/hooks';
import type { Pod } from '../api/types';
import { DataList, type Column } from '../kit/DataList';
import { ListTools } from '../kit/ListTools';
import { Num } from '../kit/Moment';
import { Page } from '../kit/Page';
import { useListState } from '../kit/useListState';
import { useMay } from '../session/session';
import { useSite } from '../session/site';
import { ActivePill } from './ActivePill';
import { EditButton } from './EditButton';
import { PodForm } from './PodForm';

export function Pods() {
  const { t } = useTranslation();
  const edits = useMay()('pod:edit');
  const { site } = useSite();
  const list = useListState([]);
  const pods = useList<Pod>('/pods', { siteId: site?.id, ...list.query });
  const [edited, setEdited] = useState<Pod | 'new' | null>(null);
  const columns: Column<Pod>[] = [
    {
      key: 'name',
      name: t('kit.name'),
      sort: 'name',
      phone: 'title',
      cell: (pod) => <strong>{pod.name}</strong>,
    },
    { key: 'room', name: t('organisation.room.one'), cell: (pod) => pod.roomName },
    {
      key: 'capacity',
      name: t('organisation.pod.capacity'),
      number: true,
      cell: (pod) => <Num value={pod.capacity} />,
    },
    {
      key: 'location',
      name: t('organisation.location'),
      cell: (pod) => pod.metrcLocation?.name ?? t('organisation.pod.fromRoom'),
    },
    {
      key: 'active',
      name: t('kit.status'),
      phone: 'corner',
      cell: (pod) => <ActivePill active={pod.active} />,
    },
  ];
  const edit: Column<Pod> = {
    key: 'edit',
    name: t('organisation.change'),
    phone: 'action',
    cell: (pod) => <EditButton name={pod.name} edit={() => setEdited(pod)} />,
  };
  const create = edits ? (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setEdited('new')}>
      {t('organisation.pod.new')}
    </Button>
  ) : null;
  return (
    <Page title={t('app.nav.pods')} lead={t('organisation.pod.lead')} actions={create}>
      <ListTools list={list} search={t('organisation.pod.search')} />
      <DataList
        label={t('app.nav.pods')}
        columns={edits ? [...columns, edit] : columns}
        page={pods.data}
        problem={pods.error}
        retry={pods.refetch}
        rowKey={(pod) => pod.id}
        list={list}
        empty={
          list.filtered
            ? { title: t('kit.nothingFits'), text: t('kit.nothingFitsText') }
            : {
                icon: IconStack2,
                title: t('organisation.pod.none'),
                text: t('organisation.pod.noneText'),
                action: create,
              }
        }
      />
      {edited ? <PodForm pod={edited === 'new' ? null : edited} close={() => setEdited(null)} /> : null}
    </Page>
  );
}
