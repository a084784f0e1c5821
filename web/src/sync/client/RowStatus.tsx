import {
  IconAlertTriangle,
  IconCheck,
  IconCloudUpload,
  IconDeviceMobile,
  IconUserQuestion,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { StatusPill } from '../../kit/StatusPill';
import type { RowStatus as Status } from '../worker/messages';

const looks = {
  pending: { tone: 'yellow', icon: IconDeviceMobile },
  sent: { tone: 'blue', icon: IconCloudUpload },
  confirmed: { tone: 'green', icon: IconCheck },
  conflict: { tone: 'orange', icon: IconUserQuestion },
  parked: { tone: 'red', icon: IconAlertTriangle },
} as const;

/** Where what a person saved stands: here, on its way, on the server, or waiting for a person. */
export function RowStatus({ status }: { status: Status }) {
  const { t } = useTranslation();
  return <StatusPill {...looks[status]}>{t(`sync.row.${status}`)}</StatusPill>;
}
