import { Button, Group, Stack, Text } from '@mantine/core';
import { IconCheck, IconLogout } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useRead, useSend } from '../api/hooks';
import type { OpenSession } from '../api/types';
import { RowsLoading } from '../kit/Loading';
import { Ago, At } from '../kit/Moment';
import { Panel } from '../kit/Panel';
import { ProblemNote } from '../kit/ProblemNote';
import { problemWords } from '../kit/problemWords';
import { StatusPill } from '../kit/StatusPill';
import { toast } from '../kit/toast';
import { useDeviceName } from './deviceName';
import styles from './Sessions.module.css';

/** Where the person is signed in; what they do not know, they end here. */
export function Sessions() {
  const { t } = useTranslation();
  const read = useRead<{ items: OpenSession[] }>('/sessions');
  const others = useSend<undefined>({
    method: 'DELETE',
    path: '/sessions',
    refreshes: ['/sessions'],
    onDone: () => toast.done(t('settings.sessions.othersEnded')),
    onProblem: (problem) => toast.failed(t('settings.sessions.notEnded'), problemWords(problem, t)),
  });
  const sessions = read.data?.items ?? [];
  return (
    <Panel title={t('settings.sessions.title')} lead={t('settings.sessions.lead')}>
      <Stack>
        {read.error && !read.data ? <ProblemNote problem={read.error} retry={read.refetch} /> : null}
        {!read.data && !read.error ? <RowsLoading rows={2} /> : null}
        <ul className={styles['sessions']}>
          {sessions.map((session) => (
            <li key={session.id}>
              <OneSession session={session} />
            </li>
          ))}
        </ul>
        {sessions.length > 1 ? (
          <Group justify="flex-end">
            <Button variant="default" loading={others.isPending} onClick={() => others.mutate(undefined)}>
              {t('settings.sessions.others')}
            </Button>
          </Group>
        ) : null}
      </Stack>
    </Panel>
  );
}

function OneSession({ session }: { session: OpenSession }) {
  const { t } = useTranslation();
  const device = useDeviceName()(session);
  const end = useSend<undefined>({
    method: 'DELETE',
    path: `/sessions/${session.id}`,
    refreshes: ['/sessions'],
    onDone: () => toast.done(t('settings.sessions.ended', { device })),
    onProblem: (problem) => toast.failed(t('settings.sessions.notEnded'), problemWords(problem, t)),
  });
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <div>
        <Text fw={600}>{device}</Text>
        <Text size="sm" c="dimmed">
          {t('settings.sessions.first')} <At at={session.startedAt} /> · {t('settings.sessions.last')}{' '}
          <Ago at={session.lastSeenAt} />
        </Text>
      </div>
      {session.current ? (
        <StatusPill tone="green" icon={IconCheck}>
          {t('settings.sessions.current')}
        </StatusPill>
      ) : (
        <Button
          variant="default"
          size="sm"
          leftSection={<IconLogout size={16} aria-hidden />}
          aria-label={t('settings.sessions.endNamed', { device })}
          loading={end.isPending}
          onClick={() => end.mutate(undefined)}
        >
          {t('settings.sessions.end')}
        </Button>
      )}
    </Group>
  );
}
