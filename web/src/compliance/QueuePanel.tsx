import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Queue } from '../api/types';
import { Facts } from '../kit/Facts';
import { Ago, Num } from '../kit/Moment';
import { Panel } from '../kit/Panel';
import { needsPerson } from './queueWords';

/** What still has to be told to Metrc, and what waits for a person. */
export function QueuePanel({ queue }: { queue: Queue }) {
  const { t } = useTranslation();
  const needed = needsPerson(queue);
  return (
    <Panel
      title={t('compliance.queue.title')}
      lead={t(needed > 0 ? 'compliance.queue.needed' : 'compliance.queue.calm')}
    >
      <Facts
        facts={[
          { name: t('compliance.queue.waiting'), value: <Num value={queue.waiting} /> },
          { name: t('compliance.queue.unknown'), value: <Num value={queue.unknown} /> },
          { name: t('compliance.queue.needsPerson'), value: <Num value={queue.needsPerson} /> },
          { name: t('compliance.queue.refused'), value: <Num value={queue.refused} /> },
          queue.nextDeadline
            ? { name: t('compliance.queue.deadline'), value: <Ago at={queue.nextDeadline} />, wide: true }
            : null,
        ]}
      />
      <Group mt="md">
        <Button
          component={Link}
          to="/compliance/operations"
          variant={needed > 0 ? 'filled' : 'default'}
          size="sm"
        >
          {needed > 0 ? t('today.needsYou', { count: needed }) : t('compliance.queue.open')}
        </Button>
      </Group>
    </Panel>
  );
}
