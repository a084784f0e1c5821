import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/hooks';
import type { Batch, BatchHistoryLine } from '../api/types';
import { EmptyState } from '../kit/EmptyState';
import { formatNumber } from '../kit/format';
import { RowsLoading } from '../kit/Loading';
import { At } from '../kit/Moment';
import { Panel } from '../kit/Panel';
import { ProblemNote } from '../kit/ProblemNote';
import { isCountReason } from './countReasons';
import { useStageName } from './stages';
import styles from './Batch.module.css';

/** What happened to a batch, newest first: stages and counts, by whom and why. Nobody can edit it. */
export function BatchHistory({ batch }: { batch: Batch }) {
  const { t } = useTranslation();
  const read = useRead<{ items: BatchHistoryLine[] }>(`/batches/${batch.id}/history`);
  if (read.error && !read.data) return <ProblemNote problem={read.error} retry={read.refetch} />;
  if (!read.data) return <RowsLoading label={t('cultivation.history.title')} rows={4} />;
  const { items } = read.data;
  return (
    <Panel title={t('cultivation.history.title')} lead={t('cultivation.history.lead')}>
      {items.length === 0 ? (
        <EmptyState title={t('cultivation.history.none')} text={t('cultivation.history.noneText')} />
      ) : null}
      <ol className={styles['history']}>
        {items.map((line) => (
          <HistoryLine key={line.id} line={line} />
        ))}
      </ol>
    </Panel>
  );
}

function useWhat(): (line: BatchHistoryLine) => string {
  const { t, i18n } = useTranslation();
  const stageName = useStageName();
  return ({ fromStage, toStage, countBefore, countAfter }) => {
    if (toStage)
      return fromStage
        ? t('cultivation.history.stage', { from: stageName(fromStage), to: stageName(toStage) })
        : t('cultivation.history.firstStage', { to: stageName(toStage) });
    return t('cultivation.history.count', {
      before: formatNumber(countBefore, i18n.language),
      after: formatNumber(countAfter, i18n.language),
    });
  };
}

function HistoryLine({ line }: { line: BatchHistoryLine }) {
  const { t } = useTranslation();
  const what = useWhat();
  const { reason, note, confirmedWarnings } = line;
  return (
    <li>
      <strong>{what(line)}</strong>
      {reason ? (
        <span>
          {t('kit.reason')}: {isCountReason(reason) ? t(`cultivation.count.reasons.${reason}`) : reason}
        </span>
      ) : null}
      {note ? (
        <span>
          {t('cultivation.notes')}: {note}
        </span>
      ) : null}
      {confirmedWarnings.length > 0 ? (
        <span>
          {t('cultivation.history.warned')}:{' '}
          {confirmedWarnings.map((code) => code.replaceAll(/[._]/g, ' ')).join(', ')}
        </span>
      ) : null}
      <Text size="sm" c="dimmed">
        <At at={line.at} /> · {line.actor}
      </Text>
    </li>
  );
}
