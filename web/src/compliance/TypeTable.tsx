import { Button } from '@mantine/core';
import { IconClockEdit } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScheduleRow, SiteRef } from '../api/types';
import { DataList, type Column } from '../kit/DataList';
import { logLooks } from '../kit/looks';
import { Ago, Num } from '../kit/Moment';
import { StatusPill } from '../kit/StatusPill';
import { useMay } from '../session/session';
import { ScheduleDialog } from './ScheduleDialog';
import { useIntervalWords } from './interval';
import { useTypeName } from './words';
import styles from './Compliance.module.css';

function LastPull({ row }: { row: ScheduleRow }) {
  const { t } = useTranslation();
  if (!row.lastRunAt) return <span>{t('compliance.table.never')}</span>;
  return (
    <div>
      <div className={styles['last']}>
        {row.lastStatus ? (
          <StatusPill {...logLooks[row.lastStatus]}>{t(`compliance.logStatus.${row.lastStatus}`)}</StatusPill>
        ) : null}
        <Ago at={row.lastRunAt} />
      </div>
      {row.lastError ? <div className={styles['error']}>{row.lastError}</div> : null}
      {row.consecutiveFailures > 1 ? (
        <div className={styles['error']}>
          {t('compliance.table.failures', { count: row.consecutiveFailures })}
        </div>
      ) : null}
    </div>
  );
}

/** One row per type: last pull, next run, how often, how many rows are known. */
export function TypeTable({ site, rows }: { site: SiteRef; rows: ScheduleRow[] }) {
  const { t } = useTranslation();
  const may = useMay();
  const typeName = useTypeName();
  const interval = useIntervalWords();
  const [edited, setEdited] = useState<ScheduleRow | null>(null);
  const edit: Column<ScheduleRow> = {
    key: 'edit',
    name: t('compliance.table.change'),
    phone: 'action',
    cell: (row) => (
      <Button
        variant="subtle"
        size="sm"
        leftSection={<IconClockEdit size={16} aria-hidden />}
        aria-label={t('compliance.table.changeNamed', { type: typeName(row.syncType) })}
        onClick={() => setEdited(row)}
      >
        {t('kit.edit')}
      </Button>
    ),
  };
  const columns: Column<ScheduleRow>[] = [
    {
      key: 'type',
      name: t('compliance.type'),
      phone: 'title',
      cell: (row) => <strong>{typeName(row.syncType)}</strong>,
    },
    { key: 'last', name: t('compliance.table.last'), cell: (row) => <LastPull row={row} /> },
    {
      key: 'next',
      name: t('compliance.table.next'),
      cell: (row) => (row.enabled ? <Ago at={row.nextRunAt} /> : t('compliance.table.off')),
    },
    { key: 'interval', name: t('compliance.table.interval'), cell: (row) => interval(row) },
    { key: 'rows', name: t('compliance.table.rows'), number: true, cell: (row) => <Num value={row.rows} /> },
    ...(may('compliance:sync') ? [edit] : []),
  ];
  return (
    <section>
      <h2 className={styles['heading']}>{t('compliance.table.title')}</h2>
      <DataList
        label={t('compliance.table.title')}
        columns={columns}
        page={{ items: rows, total: rows.length }}
        problem={null}
        retry={() => undefined}
        rowKey={(row) => row.syncType}
        empty={{ title: t('compliance.table.none') }}
      />
      {edited ? <ScheduleDialog site={site} row={edited} close={() => setEdited(null)} /> : null}
    </section>
  );
}
