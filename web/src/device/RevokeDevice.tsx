import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSend } from '../api/hooks';
import type { RegisteredDevice } from '../api/types';
import { ProblemNote } from '../kit/ProblemNote';
import { toast } from '../kit/toast';

/** Asks before a device is shut out, which cannot be taken back. */
export function RevokeDevice({ device, close }: { device: RegisteredDevice; close: () => void }) {
  const { t } = useTranslation();
  const revoke = useSend<undefined>({
    method: 'POST',
    path: `/devices/${device.id}/revoke`,
    refreshes: ['/devices'],
    onDone: () => {
      close();
      toast.done(t('devices.revokedNamed', device));
    },
  });
  return (
    <Modal opened onClose={close} title={t('devices.revokeNamed', device)}>
      <Stack>
        {revoke.error ? <ProblemNote problem={revoke.error} /> : null}
        <Text>{t('devices.revokeText')}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('kit.cancel')}
          </Button>
          <Button color="red.8" loading={revoke.isPending} onClick={() => revoke.mutate(undefined)}>
            {t('devices.revoke')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
