import { Button } from '@mantine/core';
import { IconDoor, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../api/hooks';
import type { Room } from '../api/types';
import { DataList, type Column } from '../kit/DataList';
import { ListTools } from '../kit/ListTools';
import { Page } from '../kit/Page';
import { useListState } from '../kit/useListState';
import { useMay } from '../session/session';
import { useSite } from '../session/site';
import { ActivePill } from './ActivePill';
import { EditButton } from './EditButton';
import { RoomForm } from './RoomForm';

export function Rooms() {
  const { t } = useTranslation();
  const edits = useMay()('room:edit');
  const { site, sites } = useSite();
  const list = useListState([]);
  const rooms = useList<Room>('/rooms', { siteId: site?.id, ...list.query });
  const [edited, setEdited] = useState<Room | 'new' | null>(null);
  const siteName = (room: Room) => sites.find((one) => one.id === room.siteId)?.name ?? '–';
  const columns: Column<Room>[] = [
    {
      key: 'name',
      name: t('kit.name'),
      sort: 'name',
      phone: 'title',
      cell: (room) => <strong>{room.name}</strong>,
    },
    { key: 'site', name: t('app.site'), cell: siteName },
    { key: 'location', name: t('organisation.location'), cell: (room) => room.metrcLocation?.name ?? '–' },
    {
      key: 'active',
      name: t('kit.status'),
      phone: 'corner',
      cell: (room) => <ActivePill active={room.active} />,
    },
  ];
  const edit: Column<Room> = {
    key: 'edit',
    name: t('organisation.change'),
    phone: 'action',
    cell: (room) => <EditButton name={room.name} edit={() => setEdited(room)} />,
  };
  const create = edits ? (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setEdited('new')}>
      {t('organisation.room.new')}
    </Button>
  ) : null;
  return (
    <Page title={t('app.nav.rooms')} lead={t('organisation.room.lead')} actions={create}>
      <ListTools list={list} search={t('organisation.room.search')} />
      <DataList
        label={t('app.nav.rooms')}
        columns={edits ? [...columns, edit] : columns}
        page={rooms.data}
        problem={rooms.error}
        retry={rooms.refetch}
        rowKey={(room) => room.id}
        list={list}
        empty={
          list.filtered
            ? { title: t('kit.nothingFits'), text: t('kit.nothingFitsText') }
            : {
                icon: IconDoor,
                title: t('organisation.room.none'),
                text: t('organisation.room.noneText'),
                action: create,
              }
        }
      />
      {edited ? <RoomForm room={edited === 'new' ? null : edited} close={() => setEdited(null)} /> : null}
    </Page>
  );
}
