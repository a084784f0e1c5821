import { Button, Group, Select, Stack } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/hooks';
import type { Overview, SiteRef } from '../api/types';
import { EmptyState } from '../kit/EmptyState';
import { Panel } from '../kit/Panel';
import { ProblemNote } from '../kit/ProblemNote';
import { useMay } from '../session/session';
import { useSite } from '../session/site';
import { SyncProgress } from './SyncProgress';
import { useSync } from './useSync';
import { useTypeName } from './words';

/** Pulls one type, or everything, of one site from Metrc, and shows how far it is. */
export function SyncNow({ site, overview }: { site: SiteRef; overview: Overview }) {
  const { t } = useTranslation();
  const may = useMay();
  const typeName = useTypeName();
  const { sites, choose } = useSite();
  const [syncType, setSyncType] = useState('all');
  const sync = useSync(overview.running?.id);
  // A short pull is answered when it is over; until then the overview names the run that is watched.
  useRead<Overview>('/compliance/overview', {
    query: { siteId: site.id },
    enabled: sync.starting,
    every: 700,
  });
  const types = ['all', ...overview.types.map((row) => row.syncType)];
  if (!overview.credential.configured)
    return <NoKey siteName={site.name} mayAdd={may('compliance:credentials')} />;
  return (
    <Panel title={t('compliance.now.title')} lead={t('compliance.now.lead')}>
      <Stack>
        <Group align="flex-end" gap="sm">
          <Select
            label={t('app.site')}
            data={sites.map((one) => ({ value: one.id, label: one.name }))}
            value={site.id}
            allowDeselect={false}
            onChange={(value) => choose(value)}
            flex="1 1 12rem"
            maw={320}
          />
          <Select
            label={t('compliance.type')}
            data={types.map((value) => ({ value, label: typeName(value) }))}
            value={syncType}
            allowDeselect={false}
            onChange={(value) => setSyncType(value ?? 'all')}
            flex="1 1 10rem"
            maw={240}
          />
          {may('compliance:sync') ? (
            <Button
              leftSection={<IconRefresh size={18} aria-hidden />}
              loading={sync.running}
              onClick={() => sync.start({ siteId: site.id, syncType })}
            >
              {t('compliance.now.start')}
            </Button>
          ) : null}
        </Group>
        {sync.problem ? <ProblemNote problem={sync.problem} /> : null}
        {sync.log ? <SyncProgress log={sync.log} /> : null}
      </Stack>
    </Panel>
  );
}

function NoKey({ siteName, mayAdd }: { siteName: string; mayAdd: boolean }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      title={t('compliance.noKey.title', { site: siteName })}
      text={mayAdd ? t('compliance.noKey.add') : t('compliance.noKey.ask')}
      action={
        mayAdd ? (
          <Button component={Link} to="/admin/compliance">
            {t('today.addKey')}
          </Button>
        ) : null
      }
    />
  );
}
