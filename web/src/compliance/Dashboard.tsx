import { SimpleGrid, Stack } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/hooks';
import type { Overview, SiteRef } from '../api/types';
import { EmptyState } from '../kit/EmptyState';
import { ScreenLoading } from '../kit/Loading';
import { Ago } from '../kit/Moment';
import { Page } from '../kit/Page';
import { ProblemNote } from '../kit/ProblemNote';
import { useSite } from '../session/site';
import { BudgetPanel } from './BudgetPanel';
import { EnvironmentPill } from './EnvironmentPill';
import { KeyPanel } from './KeyPanel';
import { QueuePanel } from './QueuePanel';
import { SyncNow } from './SyncNow';
import { TypeTable } from './TypeTable';
import { Note } from '../kit/Note';

/** The sync screen of one site: what was heard from Metrc, what waits to be told, and when it goes on. */
export function Dashboard() {
  const { t } = useTranslation();
  const { oneSite } = useSite();
  if (!oneSite) {
    return (
      <Page title={t('compliance.title')}>
        <EmptyState title={t('compliance.noSite')} text={t('compliance.noSiteText')} />
      </Page>
    );
  }
  return <SiteDashboard key={oneSite.id} site={oneSite} />;
}

function SiteDashboard({ site }: { site: SiteRef }) {
  const { t } = useTranslation();
  const read = useRead<Overview>('/compliance/overview', { query: { siteId: site.id }, every: 15_000 });
  if (!read.data && read.error) {
    return (
      <Page title={t('compliance.title')}>
        <ProblemNote problem={read.error} retry={read.refetch} />
      </Page>
    );
  }
  if (!read.data) return <ScreenLoading />;
  const overview = read.data;
  return (
    <Page
      title={t('compliance.title')}
      lead={t('compliance.lead', { site: site.name, license: site.license })}
      badge={<EnvironmentPill environment={overview.environment} />}
    >
      <Stack gap="lg">
        {overview.outage ? (
          <Note tone="orange" icon={IconCloudOff} title={t('compliance.outage')} urgent>
            <span lang="en">{overview.outage.message}</span> {t('compliance.outageWords')}{' '}
            <Ago at={overview.outage.since} />
            {overview.outage.nextTryAt ? (
              <>
                {'. '}
                {t('compliance.outageNext')} <Ago at={overview.outage.nextTryAt} />
              </>
            ) : null}
          </Note>
        ) : null}
        <SyncNow site={site} overview={overview} />
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="lg">
          <QueuePanel queue={overview.queue} />
          <KeyPanel credential={overview.credential} />
          <BudgetPanel budget={overview.budget} />
        </SimpleGrid>
        <TypeTable site={site} rows={overview.types} />
      </Stack>
    </Page>
  );
}
