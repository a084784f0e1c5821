import { Button, Group, Text } from '@mantine/core';
import { IconBan, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { RegisteredDevice } from '../api/types';
import { Ago, At } from '../kit/Moment';
import { StatusPill } from '../kit/StatusPill';
import { usePeople } from '../session/people';
import { useMay, useSession } from '../session/session';
import { useDeviceView } from '../sync/client/device';

interface Props {
  device: RegisteredDevice;
  ask: (what: 'rename' | 'revoke') => void;
}

export function OneDevice({ device, ask }: Props) {
  const { t } = useTranslation();
  const nameOf = usePeople();
  const { user } = useSession();
  const may = useMay();
  const here = useDeviceView().status?.device === device.id;
  const canEdit = device.userId === user.id || may('device:edit');
  return (
    <Group justify="space-between" align="flex-start">
      <div>
        <Group gap="xs">
          <Text fw={600}>{device.name}</Text>
          {here ? (
            <StatusPill tone="green" icon={IconCheck}>
              {t('devices.here')}
            </StatusPill>
          ) : null}
          {device.revokedAt ? (
            <StatusPill tone="red" icon={IconBan}>
              {t('devices.revoked')}
            </StatusPill>
          ) : null}
        </Group>
        <Text size="sm" c="dimmed">
          {nameOf(device.userId) ?? t('conflicts.somebody')} · {t('devices.registered')}{' '}
          <At at={device.registeredAt} /> · {t('devices.seen')} <Ago at={device.lastSeenAt} />
        </Text>
      </div>
      {canEdit && !device.revokedAt ? (
        <Group gap="xs">
          <Button
            variant="default"
            aria-label={t('devices.renameNamed', device)}
            onClick={() => ask('rename')}
          >
            {t('devices.rename')}
          </Button>
          <Button
            variant="subtle"
            color="red"
            aria-label={t('devices.revokeNamed', device)}
            onClick={() => ask('revoke')}
          >
            {t('devices.revoke')}
          </Button>
        </Group>
      ) : null}
    </Group>
  );
}
