import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { IconAlertTriangle, IconCheck, IconClock, IconKey, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Today } from '../api/types';
import { EnvironmentPill } from '../compliance/EnvironmentPill';
import { Ago } from '../kit/Moment';
import { Panel } from '../kit/Panel';
import { StatusPill } from '../kit/StatusPill';
import { queueNumbers, siteState, type SiteState } from './siteState';
import styles from './Today.module.css';

const looks = {
  no_key: { tone: 'red', icon: IconKey },
  attention: { tone: 'orange', icon: IconAlertTriangle },
  failed: { tone: 'red', icon: IconX },
  never: { tone: 'yellow', icon: IconClock },
  well: { tone: 'green', icon: IconCheck },
} as const satisfies Record<SiteState, unknown>;

/** Per site: is the state's system heard and told, in words. */
export function SiteHealth({ sites }: Pick<Today, 'sites'>) {
  const { t } = useTranslation();
  return (
    <Panel title={t('today.metrc')} lead={t('today.metrcLead')}>
      <ul className={styles['rows']}>
        {sites.map((row) => {
          const state = siteState(row);
          const { waiting, needs } = queueNumbers(row.queue);
          return (
            <li key={row.site.id} className={styles['site']}>
              <div className={styles['siteHead']}>
                <span className={styles['siteName']}>{row.site.name}</span>
                <Group gap={6}>
                  <EnvironmentPill environment={row.site.sandbox ? 'sandbox' : 'production'} />
                  <StatusPill {...looks[state]}>{t(`today.site.${state}`)}</StatusPill>
                </Group>
              </div>
              <p className={styles['siteWords']}>
                {t('today.lastPull')} <Ago at={row.lastPullAt} /> · {t('today.nextRun')}{' '}
                <Ago at={row.nextRunAt} />
                {waiting > 0 ? ` · ${t('today.waiting', { count: waiting })}` : ''}
              </p>
              <Group gap="xs">
                {needs > 0 ? (
                  <Button
                    component={Link}
                    to="/compliance/operations"
                    search={{ site: row.site.id, state: 'needs_person' } as never}
                    variant="default"
                    size="sm"
                  >
                    {t('today.needsYou', { count: needs })}
                  </Button>
                ) : null}
                {state === 'no_key' ? (
                  <Button
                    component={Link}
                    to="/admin/compliance"
                    search={{ site: row.site.id } as never}
                    size="sm"
                  >
                    {t('today.addKey')}
                  </Button>
                ) : (
                  <Button
                    component={Link}
                    to="/compliance"
                    search={{ site: row.site.id } as never}
                    variant="default"
                    size="sm"
                  >
                    {t('today.openCompliance')}
                  </Button>
                )}
              </Group>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
