import { Link } from '@tanstack/react-router';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCloudOff,
  IconCloudUpload,
  IconRefresh,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { IconShape } from '../kit/icon';
import type { Tone } from '../kit/tones';
import { useChip } from '../sync/client/useChip';
import styles from './SyncChip.module.css';

const icons: Record<Tone, IconShape> = {
  green: IconCircleCheck,
  yellow: IconCloudOff,
  orange: IconAlertTriangle,
  red: IconAlertTriangle,
  blue: IconCloudUpload,
  grey: IconRefresh,
};

/** How this device stands with the server, on every screen; leads to the page about it. */
export function SyncChip() {
  const { t } = useTranslation();
  const { chip, words } = useChip();
  const Icon = icons[chip.tone];
  return (
    <Link
      to="/device"
      className={styles['chip']}
      data-tone={chip.tone}
      data-says={chip.says}
      aria-label={t('device.chip.label', { state: words })}
    >
      <Icon size={20} aria-hidden />
      <span className="mantine-visible-from-md">{words}</span>
    </Link>
  );
}
