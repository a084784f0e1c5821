import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Batch } from '../api/types';
import { ProblemNote } from '../kit/ProblemNote';
import { AskedBatch, PushedBatch } from './PushManyRows';
import { usePushMany, type PushMany } from './usePushMany';
import styles from './PushMany.module.css';

/** Shows what the rules say of each batch, sends those in order at once, and waits for Metrc's word about each. */
export function PushManyDialog({ batches, close }: { batches: Batch[]; close: () => void }) {
  const { t } = useTranslation();
  const push = usePushMany(batches);
  return (
    <Modal opened onClose={close} title={t('compliance.many.title', { count: batches.length })} size="xl">
      {push.pushed ? <Pushed push={push} close={close} /> : <Asking push={push} close={close} />}
    </Modal>
  );
}

function Asking({ push, close }: { push: PushMany; close: () => void }) {
  const { t } = useTranslation();
  const left = push.asked.length - push.ready;
  const mayGo = push.ready > 0 && !push.asking && (push.warnings === 0 || push.confirmed);
  return (
    <Stack>
      <ul className={styles['rows']} aria-busy={push.asking}>
        {push.asked.map((row) => (
          <AskedBatch key={row.batch.id} row={row} place={(name) => push.place(row.batch.id, name)} />
        ))}
      </ul>
      {push.warnings > 0 ? (
        <Checkbox
          size="md"
          label={t('compliance.push.confirm', { count: push.warnings })}
          checked={push.confirmed}
          onChange={(event) => push.confirm(event.currentTarget.checked)}
        />
      ) : null}
      {push.problem ? <ProblemNote problem={push.problem} /> : null}
      <Text size="sm" aria-live="polite">
        {push.asking ? t('compliance.push.rules') : null}
        {!push.asking && left > 0 ? t('compliance.many.left', { count: left }) : null}
      </Text>
      <Text size="sm" c="dimmed">
        {t('compliance.many.once')}
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {t('kit.cancel')}
        </Button>
        <Button onClick={push.send} disabled={!mayGo} loading={push.sending}>
          {t('compliance.many.send', { count: push.ready })}
        </Button>
      </Group>
    </Stack>
  );
}

function Pushed({ push, close }: { push: PushMany; close: () => void }) {
  const { t } = useTranslation();
  const rows = push.pushed ?? [];
  const count = (phase: string) => rows.filter((row) => row.phase === phase).length;
  return (
    <Stack>
      <Text aria-live="polite" fw={600}>
        {t('compliance.many.counts', {
          confirmed: count('confirmed'),
          waiting: count('queued') + count('waiting'),
          failed: count('failed') + count('decide'),
        })}
      </Text>
      <ul className={styles['rows']}>
        {rows.map((row) => (
          <PushedBatch key={row.item.batchId} row={row} />
        ))}
      </ul>
      <Group justify="flex-end">
        <Button onClick={close} variant={push.over ? 'filled' : 'default'}>
          {t(push.over ? 'kit.close' : 'compliance.push.leave')}
        </Button>
      </Group>
    </Stack>
  );
}
