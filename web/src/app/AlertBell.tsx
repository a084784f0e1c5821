import { ActionIcon, Indicator } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBell } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/hooks';
import type { AlertPage } from '../api/types';
import { useLater } from '../kit/useLater';

const load = () => import('./AlertDrawer').then((module) => module.AlertDrawer);

export function AlertBell() {
  const { t } = useTranslation();
  const { Part: AlertDrawer, bring, ahead } = useLater(load);
  const [opened, { open, close }] = useDisclosure(false);
  const alerts = useRead<AlertPage>('/alerts', { query: { pageSize: 50 }, every: 60_000 });
  const unread = alerts.data?.unread ?? 0;
  return (
    <>
      <Indicator
        label={unread > 99 ? '99+' : unread}
        size={18}
        color="red.8"
        offset={8}
        disabled={unread === 0}
      >
        <ActionIcon
          aria-label={t('app.alerts.open', { count: unread })}
          onPointerEnter={ahead}
          onClick={() => void bring().then((isHere) => isHere && open())}
        >
          <IconBell size={22} aria-hidden />
        </ActionIcon>
      </Indicator>
      {AlertDrawer ? (
        <AlertDrawer
          opened={opened}
          close={close}
          page={alerts.data}
          problem={alerts.error}
          retry={alerts.refetch}
        />
      ) : null}
    </>
  );
}
