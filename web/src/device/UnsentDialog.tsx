import { Button, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from '../kit/toast';
import type { DeviceClient } from '../sync/client/deviceClient';
import { saveCopy, unsentWork } from '../sync/client/leaving';

interface Props {
  device: DeviceClient;
  unsent: number;
  close: () => void;
  signOut: (copied: boolean) => void;
}

/** Stands between a person and signing out while work is on this device only. */
export function UnsentDialog({ device, unsent, close, signOut }: Props) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    await device.ask('sync', true);
    const still = await unsentWork(device);
    setBusy(false);
    if (still > 0) return toast.warn(t('device.leave.still', { count: still }));
    close();
    signOut(false);
  };
  const copy = async () => {
    try {
      await saveCopy(device);
    } catch {
      return toast.failed(t('device.leave.notCopied'));
    }
    close();
    signOut(true);
  };
  return (
    <Modal opened onClose={close} title={t('device.leave.title')}>
      <Stack>
        <Text>{t('device.leave.text', { count: unsent })}</Text>
        <Button loading={busy} onClick={() => void send()}>
          {t('device.leave.send')}
        </Button>
        <Button variant="default" onClick={close}>
          {t('device.leave.stay')}
        </Button>
        <Button variant="subtle" color="red" disabled={busy} onClick={() => void copy()}>
          {t('device.leave.copy')}
        </Button>
      </Stack>
    </Modal>
  );
}
