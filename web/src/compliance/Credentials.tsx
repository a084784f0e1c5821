import { Button, Group, Stack, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead, useSend } from '../api/hooks';
import type { Credential, SiteRef } from '../api/types';
import { EmptyState } from '../kit/EmptyState';
import { Facts } from '../kit/Facts';
import { RowsLoading } from '../kit/Loading';
import { Ago } from '../kit/Moment';
import { Page } from '../kit/Page';
import { Panel } from '../kit/Panel';
import { ProblemNote } from '../kit/ProblemNote';
import { problemWords } from '../kit/problemWords';
import { toast } from '../kit/toast';
import { useMay } from '../session/session';
import { useSite } from '../session/site';
import { CredentialForm } from './CredentialForm';
import { EnvironmentPill } from './EnvironmentPill';
import { Note } from '../kit/Note';

/** The Metrc keys of a site. They are never shown again; a new pair replaces the old one without a pause. */
export function Credentials() {
  const { t } = useTranslation();
  const { oneSite } = useSite();
  return (
    <Page
      title={t('app.nav.credentials')}
      lead={t('compliance.keys.lead', { site: oneSite?.name ?? '' })}
      narrow
    >
      {oneSite ? (
        <SiteKeys key={oneSite.id} site={oneSite} />
      ) : (
        <EmptyState title={t('compliance.noSite')} text={t('compliance.noSiteText')} />
      )}
    </Page>
  );
}

function SiteKeys({ site }: { site: SiteRef }) {
  const { t } = useTranslation();
  const may = useMay();
  const [adding, setAdding] = useState(false);
  const read = useRead<{ items: Credential[] }>('/compliance/credentials', { query: { siteId: site.id } });
  if (read.error && !read.data) return <ProblemNote problem={read.error} retry={read.refetch} />;
  if (!read.data) return <RowsLoading rows={2} />;
  const { items } = read.data;
  const edits = may('compliance:credentials');
  const showForm = edits && (adding || items.length === 0);
  return (
    <Stack gap="lg">
      {items.map((item) => (
        <KeyCard key={item.environment} item={item} site={site} edits={edits} />
      ))}
      {items.length === 0 && !edits ? (
        <EmptyState
          icon={IconKey}
          title={t('compliance.noKey.title', { site: site.name })}
          text={t('compliance.noKey.ask')}
        />
      ) : null}
      {showForm ? (
        <Panel title={t(items.length === 0 ? 'compliance.keys.first' : 'compliance.keys.replace')}>
          <CredentialForm
            site={site}
            done={(credential) => {
              setAdding(false);
              toast.done(t('compliance.keys.saved', { facility: credential?.facilityName ?? site.name }));
            }}
          />
        </Panel>
      ) : null}
      {edits && !showForm ? (
        <Group>
          <Button leftSection={<IconKey size={18} aria-hidden />} onClick={() => setAdding(true)}>
            {t('compliance.keys.replace')}
          </Button>
        </Group>
      ) : null}
    </Stack>
  );
}

function KeyCard({ item, site, edits }: { item: Credential; site: SiteRef; edits: boolean }) {
  const { t } = useTranslation();
  const [sure, setSure] = useState(false);
  const remove = useSend<undefined>({
    method: 'DELETE',
    path: '/compliance/credentials',
    query: { siteId: site.id, environment: item.environment },
    refreshes: ['/compliance', '/today'],
    onDone: () => toast.done(t('compliance.keys.removed', { site: site.name })),
    onProblem: (problem) => toast.failed(t('compliance.keys.notRemoved'), problemWords(problem, t)),
  });
  return (
    <Panel title={item.facilityName} actions={<EnvironmentPill environment={item.environment} />}>
      <Stack>
        {item.remind ? <Note tone="yellow" title={t('compliance.key.old', { count: item.ageDays })} /> : null}
        <Facts
          facts={[
            {
              name: t('compliance.keys.vendor'),
              value: t('compliance.keys.ends', { end: item.vendorKeyHint }),
            },
            { name: t('compliance.keys.user'), value: t('compliance.keys.ends', { end: item.userKeyHint }) },
            { name: t('compliance.key.validated'), value: <Ago at={item.validatedAt} /> },
            { name: t('compliance.key.age'), value: t('compliance.key.days', { count: item.ageDays }) },
            { name: t('compliance.keys.baseUrl'), value: item.baseUrl, wide: true },
          ]}
        />
        {edits ? (
          <Group>
            {sure ? <Text size="sm">{t('compliance.keys.removeSure')}</Text> : null}
            <Button
              variant={sure ? 'filled' : 'subtle'}
              color="red"
              size="sm"
              loading={remove.isPending}
              onClick={() => (sure ? remove.mutate(undefined) : setSure(true))}
            >
              {t('compliance.keys.remove')}
            </Button>
            {sure ? (
              <Button variant="default" size="sm" onClick={() => setSure(false)}>
                {t('kit.cancel')}
              </Button>
            ) : null}
          </Group>
        ) : null}
      </Stack>
    </Panel>
  );
}
