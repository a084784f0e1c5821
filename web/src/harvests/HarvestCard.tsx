import { IconClock } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Ago } from '../kit/Moment';
import { StatusPill } from '../kit/StatusPill';
import { useNow } from '../kit/useNow';
import { RowStatus } from '../sync/client/RowStatus';
import styles from './Harvest.module.css';
import { stageTime } from './stageTime';
import { paceTones } from './stageWords';
import type { Harvest } from './useHarvests';

/** One harvest on the board: what it is, how long it has been there, and where what was saved stands. */
export function HarvestCard({ harvest, name }: { harvest: Harvest; name: string }) {
  const { t } = useTranslation();
  const now = useNow();
  const time = stageTime(harvest.stage, harvest.startedAt, now.getTime());
  return (
    <Link to={`/harvests/${harvest.id}`} className={styles['card']}>
      <span className={styles['cardName']}>{name}</span>
      <span className={styles['cardTime']}>
        {time ? t('harvest.dayOf', { day: time.days, target: time.target }) : <Ago at={harvest.startedAt} />}
      </span>
      <span className={styles['pills']}>
        {time ? (
          <StatusPill tone={paceTones[time.pace]} icon={IconClock}>
            {t(`harvest.pace.${time.pace}`)}
          </StatusPill>
        ) : null}
        {harvest.status === 'confirmed' ? null : <RowStatus status={harvest.status} />}
      </span>
    </Link>
  );
}
