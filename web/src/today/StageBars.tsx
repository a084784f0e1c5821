import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useStageName } from '../cultivation/stages';
import { EmptyState } from '../kit/EmptyState';
import { formatNumber } from '../kit/format';
import { Panel } from '../kit/Panel';
import { orderStages } from '../cultivation/stages';
import styles from './Today.module.css';

/** Batches per stage. The numbers stand beside the bars, so the picture is also its own table. */
export function StageBars({ byStage }: { byStage: Record<string, number> }) {
  const { t, i18n } = useTranslation();
  const stageName = useStageName();
  const rows = orderStages(Object.entries(byStage).filter(([, count]) => count > 0));
  const most = Math.max(1, ...rows.map(([, count]) => count));
  return (
    <Panel title={t('today.stages')} lead={t('today.stagesLead')}>
      {rows.length === 0 ? <EmptyState title={t('today.noBatches')} text={t('today.noBatchesText')} /> : null}
      <ul className={styles['rows']}>
        {rows.map(([stage, count]) => (
          <li key={stage}>
            <Link to="/batches" search={{ stage, status: 'active' }} className={styles['stage']}>
              <span>{stageName(stage)}</span>
              <meter className={styles['meter']} min={0} max={most} value={count} aria-hidden="true" />
              <span className={styles['stageCount']}>{formatNumber(count, i18n.language)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
