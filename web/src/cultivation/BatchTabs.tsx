import { Tabs } from '@mantine/core';
import { IconHistory, IconPlant2 } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Batch } from '../api/types';
import { BatchHistory } from './BatchHistory';
import { BatchMetrc } from './BatchMetrc';
import { BatchOverview } from './BatchOverview';
import { BatchPods } from './BatchPods';
import styles from './Batch.module.css';

/** The sides of a batch; which one is open stands in the address. */
export function BatchTabs({ batch }: { batch: Batch }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { tab }: { tab?: unknown } = useSearch({ strict: false });
  const open = (value: string | null) =>
    void navigate({ to: '.', search: value === 'history' ? { tab: value } : {}, replace: true });
  return (
    <Tabs value={tab === 'history' ? 'history' : 'overview'} onChange={open} keepMounted={false}>
      <Tabs.List mb="lg">
        <Tabs.Tab value="overview" leftSection={<IconPlant2 size={18} aria-hidden />}>
          {t('cultivation.batch.overview')}
        </Tabs.Tab>
        <Tabs.Tab value="history" leftSection={<IconHistory size={18} aria-hidden />}>
          {t('cultivation.history.tab')}
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="overview">
        <div className={styles['panels']}>
          <BatchOverview batch={batch} />
          <div className={styles['metrc']}>
            <BatchMetrc batch={batch} />
          </div>
          <BatchPods batch={batch} />
        </div>
      </Tabs.Panel>
      <Tabs.Panel value="history">
        <BatchHistory batch={batch} />
      </Tabs.Panel>
    </Tabs>
  );
}
