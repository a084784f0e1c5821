import { Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconClock, IconCloudUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { At } from '../kit/Moment';
import { StatusPill } from '../kit/StatusPill';
import { toast } from '../kit/toast';
import type { DeviceClient } from '../sync/client/deviceClient';
import { errorOfRefusal, sentenceOf } from '../sync/errors';
import type { DeviceDetails } from '../sync/worker/messages';

type Work = DeviceDetails['work'][number];

const looks = {
  waiting: { tone: 'grey', icon: IconClock },
  sent: { tone: 'blue', icon: IconCloudUpload },
  parked: { tone: 'orange', icon: IconAlertTriangle },
} as const;

/** What only this device has, with the server's sentence for what it refused. */
export function UnsentList({ device, work }: { device: DeviceClient; work: readonly Work[] }) {
  return (
    <Stack gap="md">
      {work.map((one) => (
        <OneUnsent key={one.id} device={device} work={one} />
      ))}
    </Stack>
  );
}

function OneUnsent({ device, work }: { device: DeviceClient; work: Work }) {
  const { t } = useTranslation();
  const { id, table, kind, at, state, fields, refusal } = work;
  const sort = kind === 'create' || kind === 'patch' || kind === 'delete' ? kind : 'intent';
  const shown = state === 'answered' ? 'sent' : state;
  const giveUp = async () => {
    await device.ask('discard', [id]);
    toast.done(t('device.work.gave'));
  };
  return (
    <div>
      <Group justify="space-between">
        <Text fw={600}>{t(`device.work.${sort}`, { table, fields: fields.join(', ') })}</Text>
        <StatusPill {...looks[shown]}>{t(`device.work.${shown}`)}</StatusPill>
      </Group>
      <Text size="sm" c="dimmed">
        <At at={at} />
      </Text>
      {state === 'parked' && refusal ? (
        <Stack gap="xs" mt="xs">
          <Text size="sm">{refusal.message ?? t(sentenceOf(errorOfRefusal(refusal).kind))}</Text>
          {refusal.help ? <Text size="sm">{t('device.work.help', { help: refusal.help })}</Text> : null}
          <Group>
            <Button variant="default" onClick={() => void device.ask('release', [id])}>
              {t('device.work.again')}
            </Button>
            <Button variant="subtle" color="red" onClick={() => void giveUp()}>
              {t('device.work.give')}
            </Button>
          </Group>
        </Stack>
      ) : null}
    </div>
  );
}
