import { UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCloudOff,
  IconCloudUpload,
  IconRefresh,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { IconShape } from '../kit/icon';
import { useLater } from '../kit/useLater';
import type { Tone } from '../kit/tones';
import { useChip } from '../sync/client/useChip';
import { SyncNotices } from '../device/SyncNotices';
import styles from './SyncChip.module.css';

const icons: Record<Tone, IconShape> = {
  green: IconCircleCheck,
  yellow: IconCloudOff,
  orange: IconAlertTriangle,
  red: IconAlertTriangle,
  blue: IconCloudUpload,
  grey: IconRefresh,
};

const load = () => import('../device/DeviceSheet').then((module) => module.DeviceSheet);

/** How this device stands with the server, on every screen; opens what there is to say, table by table. */
export function SyncChip() {
  const { t } = useTranslation();
  const { chip, words } = useChip();
  const { Part: DeviceSheet, bring, ahead } = useLater(load);
  const [opened, { open, close }] = useDisclosure(false);
  const Icon = icons[chip.tone];
  return (
    <>
      <UnstyledButton
        onPointerEnter={ahead}
        onClick={() => void bring().then((isHere) => isHere && open())}
        className={styles['chip']}
        data-tone={chip.tone}
        data-says={chip.says}
        aria-label={t('device.chip.label', { state: words })}
      >
        <Icon size={20} aria-hidden />
        <span className="mantine-visible-from-md">{words}</span>
      </UnstyledButton>
      {DeviceSheet ? <DeviceSheet opened={opened} close={close} /> : null}
      <SyncNotices />
    </>
  );
}
