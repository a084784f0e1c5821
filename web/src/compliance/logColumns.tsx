import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SyncLog } from '../api/types';
import { CopyText } from '../kit/CopyText';
import type { Column } from '../kit/DataList';
import { formatDuration } from '../kit/format';
import { logLooks } from '../kit/looks';
import { At } from '../kit/Moment';
import { spoken } from '../kit/spoken';
import { StatusPill } from '../kit/StatusPill';
import { useTypeName } from './words';
import styles from './Compliance.module.css';

const wordsOf = (log: SyncLog) => spoken({ code: log.errorCode ?? '', message: log.errorMessage ?? '' }).what;

export function useLogColumns(show: (log: SyncLog) => void, withSite: boolean): Column<SyncLog>[] {
  const { t, i18n } = useTranslation();
  const typeName = useTypeName();
  return [
    {
      key: 'type',
      name: t('compliance.type'),
      sort: 'syncType',
      phone: 'title',
      cell: (log) => (
        <div>
          <Anchor
            component="button"
            type="button"
            ta="start"
            fw={560}
            c="var(--mantine-color-text)"
            onClick={() => show(log)}
          >
            {typeName(log.syncType)}
          </Anchor>
          {withSite ? <div className={styles['site']}>{log.siteName}</div> : null}
        </div>
      ),
    },
    {
      key: 'direction',
      name: t('compliance.log.direction'),
      cell: (log) => t(`compliance.directions.${log.direction}`),
    },
    {
      key: 'status',
      name: t('kit.status'),
      sort: 'status',
      phone: 'corner',
      cell: (log) => (
        <StatusPill {...logLooks[log.status]}>{t(`compliance.logStatus.${log.status}`)}</StatusPill>
      ),
    },
    {
      key: 'started',
      name: t('compliance.log.started'),
      sort: 'startedAt',
      cell: (log) => <At at={log.startedAt} />,
    },
    {
      key: 'duration',
      name: t('compliance.log.duration'),
      number: true,
      cell: (log) => formatDuration(log.durationMs, i18n.language),
    },
    {
      key: 'counts',
      name: t('compliance.log.counts'),
      cell: ({ processed, created, updated, failed }) => (
        <>
          <div className={styles['counts']}>{t('compliance.log.read', { processed, created })}</div>
          <div className={styles['counts']}>{t('compliance.log.changed', { updated, failed })}</div>
        </>
      ),
    },
    {
      key: 'error',
      phone: 'wide',
      name: t('compliance.log.error'),
      cell: (log) => (log.errorMessage ? <span className={styles['error']}>{wordsOf(log)}</span> : '–'),
    },
    {
      key: 'id',
      name: t('compliance.log.id'),
      phone: 'hide',
      cell: (log) => <CopyText text={log.id} label={t('compliance.copyLogId')} short />,
    },
  ];
}
