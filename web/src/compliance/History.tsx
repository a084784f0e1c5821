import { useTranslation } from 'react-i18next';
import { useState } from 'react';
import { useList } from '../api/hooks';
import type { Direction, LogStatus, SyncLog } from '../api/types';
import { DataList } from '../kit/DataList';
import { ListTools, type Filter } from '../kit/ListTools';
import { Page } from '../kit/Page';
import { useListState } from '../kit/useListState';
import { useSite } from '../session/site';
import { DateRange } from './DateRange';
import { dayMoments } from './dayMoments';
import { useLogColumns } from './logColumns';
import { LogDrawer } from './LogDrawer';
import { syncTypes, useTypeName } from './words';

const statuses: LogStatus[] = ['completed', 'partial', 'failed', 'in_progress', 'pending'];
const directions: Direction[] = ['pull', 'push', 'bidirectional'];

/** Every pull and push, newest first, with what went wrong and what to do. */
export function History() {
  const { t } = useTranslation();
  const typeName = useTypeName();
  const { site } = useSite();
  const list = useListState(['syncType', 'direction', 'status', 'from', 'to']);
  const logs = useList<SyncLog>(
    '/compliance/sync-logs',
    { siteId: site?.id, ...list.query, ...dayMoments(list.filters) },
    { every: 15_000 },
  );
  const [shown, setShown] = useState<SyncLog | null>(null);
  const columns = useLogColumns(setShown, site === null);
  const filters: Filter[] = [
    {
      name: 'syncType',
      label: t('compliance.type'),
      options: syncTypes.map((value) => ({ value, label: typeName(value) })),
    },
    {
      name: 'direction',
      label: t('compliance.log.direction'),
      options: directions.map((value) => ({ value, label: t(`compliance.directions.${value}`) })),
    },
    {
      name: 'status',
      label: t('kit.status'),
      options: statuses.map((value) => ({ value, label: t(`compliance.logStatus.${value}`) })),
    },
  ];
  return (
    <Page title={t('app.nav.history')} lead={t('compliance.log.lead')}>
      <ListTools
        list={list}
        search={t('compliance.log.search')}
        filters={filters}
        extra={<DateRange list={list} />}
      />
      <DataList
        label={t('app.nav.history')}
        columns={columns}
        page={logs.data}
        problem={logs.error}
        retry={logs.refetch}
        rowKey={(log) => log.id}
        open={setShown}
        list={list}
        empty={
          list.filtered
            ? { title: t('kit.nothingFits'), text: t('kit.nothingFitsText') }
            : { title: t('compliance.log.none'), text: t('compliance.log.noneText') }
        }
      />
      {shown ? <LogDrawer log={shown} close={() => setShown(null)} /> : null}
    </Page>
  );
}
