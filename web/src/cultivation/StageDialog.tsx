import { Button, Checkbox, Group, Modal, Radio, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSend } from '../api/hooks';
import type { Batch, Saved } from '../api/types';
import { ProblemNote } from '../kit/ProblemNote';
import { toast } from '../kit/toast';
import { useNextStages, useStageName } from './stages';

interface Step {
  stage: string;
  version: number;
  confirmWarnings: boolean;
  reason: string | null;
}

/** Moves a batch to its next stage; warnings are shown and must be confirmed, errors say what is missing. */
export function StageDialog({ batch, close }: { batch: Batch; close: () => void }) {
  const { t } = useTranslation();
  const stageName = useStageName();
  const choices = useNextStages()(batch);
  const [stage, setStage] = useState(choices[0] ?? '');
  const [reason, setReason] = useState('');
  const [confirmed, setConfirmed] = useState(false);
  const move = useSend<Step, Saved<Batch>>({
    method: 'POST',
    path: `/batches/${batch.id}/stage`,
    refreshes: ['/batches', '/today', '/compliance'],
    onDone: ({ body }) => {
      toast.done(
        t('cultivation.stage.changed', { name: batch.batchNumber, stage: stageName(body.item.stage) }),
      );
      close();
    },
  });
  const warned = move.error?.findings.some((finding) => finding.severity === 'warning') === true;
  const blocked = move.error?.findings.some((finding) => finding.severity === 'error') === true;
  const destroys = stage === 'destroyed';
  return (
    <Modal opened onClose={close} title={t('cultivation.stage.title', { name: batch.batchNumber })}>
      <Stack>
        <Radio.Group
          label={t('cultivation.stage.next', { stage: stageName(batch.stage) })}
          value={stage}
          onChange={(value) => {
            setStage(value);
            setConfirmed(false);
            move.reset();
          }}
        >
          <Stack gap="xs" mt="xs">
            {choices.map((choice) => (
              <Radio key={choice} value={choice} label={stageName(choice)} size="md" />
            ))}
          </Stack>
        </Radio.Group>
        {destroys ? (
          <Textarea
            label={t('kit.reason')}
            description={t('kit.reasonHelp')}
            required
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        ) : null}
        {move.error ? <ProblemNote problem={move.error} /> : null}
        {warned && !blocked ? (
          <Checkbox
            size="md"
            label={t('cultivation.stage.confirm')}
            checked={confirmed}
            onChange={(event) => setConfirmed(event.currentTarget.checked)}
          />
        ) : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('kit.cancel')}
          </Button>
          <Button
            color={destroys ? 'red' : undefined}
            loading={move.isPending}
            disabled={
              stage === '' || (destroys && reason.trim() === '') || (warned && !blocked && !confirmed)
            }
            onClick={() =>
              move.mutate({
                stage,
                version: batch.version,
                confirmWarnings: confirmed,
                reason: reason.trim() || null,
              })
            }
          >
            {t('cultivation.stage.move', { stage: stageName(stage) })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
