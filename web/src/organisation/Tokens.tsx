import { Button, Group, Text } from '@mantine/core';
import { IconPlus, IconShieldCheck, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList, useSend } from '../api/hooks';
import type { ApiToken } from '../api/types';
import { DataList, type Column } from '../kit/DataList';
import { Ago, At } from '../kit/Moment';
import { Page } from '../kit/Page';
import { problemWords } from '../kit/problemWords';
import { toast } from '../kit/toast';
import { useListState } from '../kit/useListState';
import { useRoleName } from './roles';
import { SecretDialog } from './SecretDialog';
import { TokenForm } from './TokenForm';

export function Tokens() {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const list = useListState([]);
  const tokens = useList<ApiToken>('/api-tokens', list.query);
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const columns: Column<ApiToken>[] = [
    { key: 'name', name: t('kit.name'), phone: 'title', cell: (token) => <strong>{token.name}</strong> },
    { key: 'role', name: t('settings.role'), cell: (token) => roleName(token.role) },
    { key: 'created', name: t('organisation.token.created'), cell: (token) => <At at={token.createdAt} /> },
    { key: 'used', name: t('organisation.token.used'), cell: (token) => <Ago at={token.lastUsedAt} /> },
    {
      key: 'expires',
      name: t('organisation.token.expires'),
      cell: (token) => (token.expiresAt ? <At at={token.expiresAt} /> : t('organisation.token.never')),
    },
    {
      key: 'revoke',
      name: t('organisation.change'),
      phone: 'action',
      cell: (token) => <Revoke token={token} />,
    },
  ];
  const create = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setAdding(true)}>
      {t('organisation.token.new')}
    </Button>
  );
  return (
    <Page title={t('app.nav.tokens')} lead={t('organisation.token.lead')} actions={create}>
      <DataList
        label={t('app.nav.tokens')}
        columns={columns}
        page={tokens.data}
        problem={tokens.error}
        retry={tokens.refetch}
        rowKey={(token) => token.id}
        list={list}
        empty={{
          icon: IconShieldCheck,
          title: t('organisation.token.none'),
          text: t('organisation.token.noneText'),
          action: create,
        }}
      />
      {adding ? <TokenForm close={() => setAdding(false)} reveal={setSecret} /> : null}
      {secret ? (
        <SecretDialog
          title={t('organisation.token.secretTitle')}
          text={t('organisation.token.secretText')}
          secret={secret}
          close={() => setSecret(null)}
        />
      ) : null}
    </Page>
  );
}

function Revoke({ token }: { token: ApiToken }) {
  const { t } = useTranslation();
  const [sure, setSure] = useState(false);
  const revoke = useSend<undefined>({
    method: 'DELETE',
    path: `/api-tokens/${token.id}`,
    refreshes: ['/api-tokens'],
    onDone: () => toast.done(t('organisation.token.revoked', { name: token.name })),
    onProblem: (problem) =>
      toast.failed(t('organisation.token.notRevoked', { name: token.name }), problemWords(problem, t)),
  });
  if (!sure) {
    return (
      <Button
        variant="subtle"
        color="red"
        size="sm"
        leftSection={<IconTrash size={16} aria-hidden />}
        aria-label={t('organisation.token.revokeNamed', { name: token.name })}
        onClick={() => setSure(true)}
      >
        {t('organisation.token.revoke')}
      </Button>
    );
  }
  return (
    <Group gap="xs">
      <Text size="sm">{t('organisation.token.sure')}</Text>
      <Button color="red" size="sm" loading={revoke.isPending} onClick={() => revoke.mutate(undefined)}>
        {t('organisation.token.revoke')}
      </Button>
      <Button variant="default" size="sm" onClick={() => setSure(false)}>
        {t('kit.cancel')}
      </Button>
    </Group>
  );
}
