import { Button, Group, Text } from '@mantine/core';
import { IconLock, IconPlus, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../api/hooks';
import type { Member } from '../api/types';
import { DataList, type Column } from '../kit/DataList';
import { ListTools } from '../kit/ListTools';
import { Ago } from '../kit/Moment';
import { Page } from '../kit/Page';
import { StatusPill } from '../kit/StatusPill';
import { useListState } from '../kit/useListState';
import { useMay, useSession } from '../session/session';
import { ActivePill } from './ActivePill';
import { EditButton } from './EditButton';
import { useRoleName } from './roles';
import { SecretDialog } from './SecretDialog';
import { UserForm } from './UserForm';

interface Secret {
  name: string;
  password: string;
}

function useMemberColumns(): Column<Member>[] {
  const { t } = useTranslation();
  const { sites } = useSession();
  const roleName = useRoleName();
  const siteWords = (member: Member) =>
    member.siteIds
      ? member.siteIds.map((id) => sites.find((site) => site.id === id)?.name ?? '…').join(', ')
      : t('app.allSites');
  return [
    {
      key: 'name',
      name: t('kit.name'),
      sort: 'fullName',
      phone: 'title',
      cell: (member) => (
        <div>
          <strong>{member.fullName}</strong>
          <Text size="sm" c="dimmed">
            {member.email}
          </Text>
        </div>
      ),
    },
    { key: 'role', name: t('settings.role'), cell: (member) => roleName(member.role) },
    { key: 'sites', name: t('app.nav.sites'), cell: siteWords },
    {
      key: 'last',
      name: t('organisation.user.lastSignIn'),
      cell: (member) => <Ago at={member.lastSignInAt} />,
    },
    {
      key: 'active',
      name: t('kit.status'),
      phone: 'corner',
      cell: (member) => (
        <Group gap={6}>
          <ActivePill active={member.active} />
          {member.locked ? (
            <StatusPill tone="orange" icon={IconLock}>
              {t('organisation.user.locked')}
            </StatusPill>
          ) : null}
        </Group>
      ),
    },
  ];
}

export function Users() {
  const { t } = useTranslation();
  const edits = useMay()('user:edit');
  const list = useListState([]);
  const users = useList<Member>('/users', list.query);
  const columns = useMemberColumns();
  const [edited, setEdited] = useState<Member | 'new' | null>(null);
  const [secret, setSecret] = useState<Secret | null>(null);
  const edit: Column<Member> = {
    key: 'edit',
    name: t('organisation.change'),
    phone: 'action',
    cell: (member) => <EditButton name={member.fullName} edit={() => setEdited(member)} />,
  };
  const create = edits ? (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setEdited('new')}>
      {t('organisation.user.new')}
    </Button>
  ) : null;
  return (
    <Page title={t('app.nav.users')} lead={t('organisation.user.lead')} actions={create}>
      <ListTools list={list} search={t('organisation.user.search')} />
      <DataList
        label={t('app.nav.users')}
        columns={edits ? [...columns, edit] : columns}
        page={users.data}
        problem={users.error}
        retry={users.refetch}
        rowKey={(member) => member.userId}
        list={list}
        empty={{
          icon: IconUsers,
          title: t('kit.nothingFits'),
          text: t('kit.nothingFitsText'),
          action: create,
        }}
      />
      {edited ? (
        <UserForm
          member={edited === 'new' ? null : edited}
          close={() => setEdited(null)}
          reveal={(name, password) => setSecret({ name, password })}
        />
      ) : null}
      {secret ? (
        <SecretDialog
          title={t('organisation.user.passwordTitle', { name: secret.name })}
          text={t('organisation.user.passwordText')}
          secret={secret.password}
          close={() => setSecret(null)}
        />
      ) : null}
    </Page>
  );
}
