import { SimpleGrid, Stack } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { AlertNote } from '../app/AlertList';
import { useRead } from '../api/hooks';
import type { Today as TodayView } from '../api/types';
import { ScreenLoading } from '../kit/Loading';
import { Page } from '../kit/Page';
import { Panel } from '../kit/Panel';
import { ProblemNote } from '../kit/ProblemNote';
import { useMay, useSession } from '../session/session';
import { useDevice } from '../sync/client/device';
import { QuickActions } from './QuickActions';
import { SiteHealth } from './SiteHealth';
import { StageBars } from './StageBars';
import { TodayNumbers } from './TodayNumbers';

// It needs the device's rows, which come after the first paint.
const TodayTasks = lazy(() => import('../tasks/TodayTasks'));

/** Where the day begins: what stands, what is wrong, and the next action. */
export function Today() {
  const { t } = useTranslation();
  const { user } = useSession();
  const may = useMay();
  const device = useDevice();
  const today = useRead<TodayView>('/today', { every: 60_000 });
  if (!today.data)
    return today.error ? <ProblemNote problem={today.error} retry={today.refetch} /> : <ScreenLoading />;
  const { batches, lots, sites, alerts } = today.data;
  const first = user.fullName.split(' ')[0] ?? user.fullName;
  return (
    <Page title={t('today.hello', { name: first })} lead={t('today.lead')} actions={<QuickActions />}>
      <Stack gap="lg">
        {today.error ? <ProblemNote problem={today.error} retry={today.refetch} /> : null}
        <TodayNumbers batches={batches} lots={lots} />
        {device && may('task:view') ? (
          <Suspense>
            <TodayTasks />
          </Suspense>
        ) : null}
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
          {may('compliance:view') ? <SiteHealth sites={sites} /> : null}
          {may('batch:view') ? <StageBars byStage={batches.byStage} /> : null}
        </SimpleGrid>
        {alerts.length > 0 ? (
          <Panel title={t('today.alerts')}>
            <Stack gap="sm">
              {alerts.map((alert) => (
                <AlertNote key={alert.id} alert={alert} />
              ))}
            </Stack>
          </Panel>
        ) : null}
      </Stack>
    </Page>
  );
}
