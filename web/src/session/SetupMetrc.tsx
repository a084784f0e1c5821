import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SiteRef } from '../api/types';
import { CredentialForm } from '../compliance/CredentialForm';
import { SyncProgress } from '../compliance/SyncProgress';
import { useSync } from '../compliance/useSync';
import { ProblemNote } from '../kit/ProblemNote';

/** The last steps of the first run: the site's Metrc key, then everything that Metrc knows about the site. */
export function SetupMetrc({ site, finish }: { site: SiteRef; finish: () => void }) {
  const { t } = useTranslation();
  const [hasKey, setHasKey] = useState(false);
  if (hasKey) return <FirstPull site={site} finish={finish} />;
  return (
    <Stack>
      <Text>{t('setup.metrcLead', { site: site.name })}</Text>
      <CredentialForm site={site} done={() => setHasKey(true)} />
      <Button variant="subtle" onClick={finish}>
        {t('setup.later')}
      </Button>
    </Stack>
  );
}

function FirstPull({ site, finish }: { site: SiteRef; finish: () => void }) {
  const { t } = useTranslation();
  const sync = useSync();
  return (
    <Stack>
      <Text>{t('setup.pullLead', { site: site.name })}</Text>
      {sync.problem ? <ProblemNote problem={sync.problem} /> : null}
      {sync.log ? <SyncProgress log={sync.log} /> : null}
      <Group justify="flex-end">
        <Button variant={sync.log ? 'filled' : 'subtle'} onClick={finish}>
          {sync.log ? t('setup.finish') : t('setup.later')}
        </Button>
        {sync.log ? null : (
          <Button loading={sync.running} onClick={() => sync.start({ siteId: site.id, syncType: 'all' })}>
            {t('setup.pull')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
