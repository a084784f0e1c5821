import { IconAlertTriangle, IconCloudUp, IconUserQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { PlainLink } from '../kit/PlainLink';
import { StatusPill } from '../kit/StatusPill';
import { rowStatusOf, type TaskItem } from './taskItems';
import styles from './Tasks.module.css';

/** Where the task's newest change is: on this device, or in need of a person. On the server there is nothing to say. */
export function RowState({ item }: { item: TaskItem }) {
  const { t } = useTranslation();
  const status = rowStatusOf(item);
  if (status === undefined || status === 'confirmed') return null;
  const look = {
    pending: { tone: 'grey', icon: IconCloudUp },
    sent: { tone: 'grey', icon: IconCloudUp },
    conflict: { tone: 'orange', icon: IconUserQuestion },
    parked: { tone: 'red', icon: IconAlertTriangle },
  } as const;
  const pill = <StatusPill {...look[status]}>{t(`tasks.rowStatus.${status}`)}</StatusPill>;
  return (
    <div className={styles['state']}>
      {status === 'conflict' ? (
        <PlainLink to="/conflicts" search={{ row: item.id }}>
          {pill}
        </PlainLink>
      ) : (
        pill
      )}
    </div>
  );
}
