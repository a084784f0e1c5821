import { Button, Group, Stack, Text } from '@mantine/core';
import { IconBellCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSend } from '../api/hooks';
import type { Problem } from '../api/problem';
import type { Alert, AlertPage } from '../api/types';
import { codeWords } from '../i18n/codes';
import { EmptyState } from '../kit/EmptyState';
import { Exact } from '../kit/Exact';
import { RowsLoading } from '../kit/Loading';
import { alertLooks } from '../kit/looks';
import { Ago } from '../kit/Moment';
import { Panel } from '../kit/Panel';
import { ProblemNote } from '../kit/ProblemNote';
import { spoken } from '../kit/spoken';
import { StatusPill } from '../kit/StatusPill';

export interface AlertListProps {
  page: AlertPage | undefined;
  problem: Problem | null;
  retry: () => unknown;
  close: () => void;
}

export function AlertList({ page, problem, retry, close }: AlertListProps) {
  const { t } = useTranslation();
  const readAll = useSend<undefined>({
    method: 'POST',
    path: '/alerts/read-all',
    refreshes: ['/alerts', '/today'],
  });
  if (problem && !page) return <ProblemNote problem={problem} retry={retry} />;
  if (!page) return <RowsLoading label={t('app.alerts.title')} rows={3} />;
  if (page.items.length === 0) {
    return <EmptyState icon={IconBellCheck} title={t('app.alerts.none')} text={t('app.alerts.noneText')} />;
  }
  return (
    <Stack>
      {page.unread > 0 ? (
        <Button variant="default" onClick={() => readAll.mutate(undefined)} loading={readAll.isPending}>
          {t('app.alerts.readAll')}
        </Button>
      ) : null}
      {page.items.map((alert) => (
        <AlertNote key={alert.id} alert={alert} close={close} />
      ))}
    </Stack>
  );
}

export function AlertNote({ alert, close }: { alert: Alert; close?: () => void }) {
  const { t } = useTranslation();
  const read = useSend<undefined>({
    method: 'POST',
    path: `/alerts/${alert.id}/read`,
    refreshes: ['/alerts', '/today'],
  });
  const translated = codeWords(alert.code) !== undefined;
  const { what, todo, exact } = spoken({ ...alert, message: `${alert.title}. ${alert.message}` });
  return (
    <Panel>
      <Stack gap={6}>
        <Group justify="space-between" gap="xs">
          <StatusPill {...alertLooks[alert.severity]}>
            {t(`app.alerts.severity.${alert.severity}`)}
          </StatusPill>
          <Text size="sm" c="dimmed">
            <Ago at={alert.at} />
          </Text>
        </Group>
        <Text fw={alert.readAt ? 500 : 650}>{translated ? what : alert.title}</Text>
        {translated ? null : <Text size="sm">{alert.message}</Text>}
        {todo ? (
          <Text size="sm" c="dimmed">
            {todo}
          </Text>
        ) : null}
        <Exact text={exact} />
        <Group gap="xs" mt={4}>
          {alert.link?.startsWith('/') ? (
            <Button component={Link} to={alert.link} variant="default" size="sm" onClick={close}>
              {t('app.alerts.show')}
            </Button>
          ) : null}
          {alert.readAt ? null : (
            <Button
              variant="subtle"
              size="sm"
              onClick={() => read.mutate(undefined)}
              loading={read.isPending}
            >
              {t('app.alerts.markRead')}
            </Button>
          )}
        </Group>
      </Stack>
    </Panel>
  );
}
