import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Batch } from '../api/types';
import { Findings } from '../kit/Findings';
import { RowsLoading } from '../kit/Loading';
import { ProblemNote } from '../kit/ProblemNote';
import { LocationChoice } from './LocationChoice';
import { PushOutcome } from './PushOutcome';
import { PushReport } from './PushReport';
import { usePush, type Push } from './usePush';
import { Note } from '../kit/Note';

/** Shows what will be told to Metrc and what the rules say, sends it once, and waits for Metrc's word. */
export function PushDialog({ batch, close }: { batch: Batch; close: () => void }) {
  const { t } = useTranslation();
  const push = usePush(batch);
  return (
    <Modal opened onClose={close} title={t('compliance.push.title', { name: batch.batchNumber })} size="lg">
      {push.phase === 'asking' ? (
        <Asking batch={batch} push={push} close={close} />
      ) : (
        <PushOutcome push={push} close={close} />
      )}
    </Modal>
  );
}

function Asking({ batch, push, close }: { batch: Batch; push: Push; close: () => void }) {
  const { t } = useTranslation();
  const { resolved, check } = push;
  if (resolved.error && !resolved.data)
    return <ProblemNote problem={resolved.error} retry={resolved.refetch} />;
  if (!resolved.data) return <RowsLoading rows={4} />;
  return (
    <Stack>
      <LocationChoice batch={batch} push={push} resolved={resolved.data} />
      {check.error ? <ProblemNote problem={check.error} retry={check.refetch} /> : null}
      <div aria-live="polite">
        {check.isFetching && !check.data ? <RowsLoading rows={2} label={t('compliance.push.rules')} /> : null}
        {check.data ? (
          <Stack>
            <PushReport check={check.data} />
            {check.data.findings.length === 0 && check.data.ok ? (
              <Note tone="green" icon={IconCheck} title={t('compliance.push.clean')} />
            ) : (
              <Findings findings={check.data.findings} />
            )}
          </Stack>
        ) : null}
      </div>
      {push.warnings > 0 && check.data?.ok ? (
        <Checkbox
          size="md"
          label={t('compliance.push.confirm', { count: push.warnings })}
          checked={push.confirmed}
          onChange={(event) => push.confirm(event.currentTarget.checked)}
        />
      ) : null}
      {push.problem ? <ProblemNote problem={push.problem} /> : null}
      <Text size="sm" c="dimmed">
        {t('compliance.push.once')}
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {t('kit.cancel')}
        </Button>
        <Button onClick={push.send} disabled={!push.canSend} loading={push.sending}>
          {t('compliance.push.send')}
        </Button>
      </Group>
    </Stack>
  );
}
