import { Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSend } from '../api/hooks';
import type { Batch, PodAssignment } from '../api/types';
import { todayIn } from '../kit/format';
import { Day, Num } from '../kit/Moment';
import { Panel } from '../kit/Panel';
import { problemWords } from '../kit/problemWords';
import { toast } from '../kit/toast';
import { useMay } from '../session/session';
import { useSite } from '../session/site';
import { AssignPod } from './AssignPod';
import { podsInOrder } from './podsInOrder';
import styles from './Batch.module.css';

/** Where the plants stand and stood: open assignments first, then back in time. */
export function BatchPods({ batch }: { batch: Batch }) {
  const { t } = useTranslation();
  const may = useMay();
  const [assigning, { open, close }] = useDisclosure(false);
  const edits = may('batch:edit') && (batch.status === 'active' || batch.status === 'quarantined');
  return (
    <Panel
      title={t('cultivation.pods.title')}
      lead={t('cultivation.pods.lead')}
      actions={
        edits ? (
          <Button variant="default" size="sm" leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
            {t('cultivation.pods.assign')}
          </Button>
        ) : null
      }
    >
      {batch.pods.length === 0 ? <Text c="dimmed">{t('cultivation.pods.none')}</Text> : null}
      <ol className={styles['pods']}>
        {podsInOrder(batch.pods).map((pod) => (
          <PodRow key={pod.id} batch={batch} pod={pod} edits={edits} />
        ))}
      </ol>
      {assigning ? <AssignPod batch={batch} close={close} /> : null}
    </Panel>
  );
}

function PodRow({ batch, pod, edits }: { batch: Batch; pod: PodAssignment; edits: boolean }) {
  const { t } = useTranslation();
  const { sites } = useSite();
  const zone = sites.find((site) => site.id === batch.siteId)?.timeZone ?? 'UTC';
  const end = useSend<{ to: string }>({
    method: 'POST',
    path: `/batches/${batch.id}/pods/${pod.id}/close`,
    refreshes: ['/batches', '/compliance'],
    onDone: () => toast.done(t('cultivation.pods.ended', { pod: pod.podName, name: batch.batchNumber })),
    onProblem: (problem) =>
      toast.failed(t('cultivation.pods.endFailed', { pod: pod.podName }), problemWords(problem, t)),
  });
  return (
    <li className={styles['pod']} data-open={pod.to ? undefined : true}>
      <Stack gap={0}>
        <strong>{pod.podName}</strong>
        <Text size="sm" c="dimmed">
          {pod.roomName} · <Day on={pod.from} /> – {pod.to ? <Day on={pod.to} /> : t('cultivation.pods.now')}
        </Text>
      </Stack>
      <Group gap="xs">
        <span>
          <Num value={pod.plantCount} unit={t('cultivation.pods.plants', { count: pod.plantCount })} />
        </span>
        {edits && !pod.to ? (
          <Button
            variant="subtle"
            size="sm"
            loading={end.isPending}
            aria-label={t('cultivation.pods.endNamed', { pod: pod.podName })}
            onClick={() => end.mutate({ to: todayIn(zone, new Date()) })}
          >
            {t('cultivation.pods.end')}
          </Button>
        ) : null}
      </Group>
    </li>
  );
}
