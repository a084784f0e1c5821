import { Button, Checkbox, Group, Modal, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSend } from '../api/hooks';
import type { Batch, Saved } from '../api/types';
import { ProblemNote } from '../kit/ProblemNote';
import { toast } from '../kit/toast';
import { countMistake, countReasons, type CountReason } from './countReasons';

interface Count {
  plantCount: number;
  reason: CountReason;
  version: number;
  note: string | null;
  confirmWarnings: boolean;
}

/** Corrects the number of plants. It is kept as an event with its reason; the old number is never overwritten. */
export function CountDialog({ batch, close }: { batch: Batch; close: () => void }) {
  const { t } = useTranslation();
  const [count, setCount] = useState<number | string>(batch.plantCount);
  const [reason, setReason] = useState<CountReason | null>(null);
  const [note, setNote] = useState('');
  const [confirmed, setConfirmed] = useState(false);
  const change = useSend<Count, Saved<Batch>>({
    method: 'POST',
    path: `/batches/${batch.id}/count`,
    refreshes: ['/batches', '/today', '/compliance'],
    onDone: ({ body }) => {
      toast.done(t('cultivation.count.changed', { name: batch.batchNumber, count: body.item.plantCount }));
      close();
    },
  });
  const warned = change.error?.findings.some((finding) => finding.severity === 'warning') === true;
  const mistake = countMistake(count, batch.plantCount);
  const send = () => {
    if (reason === null || mistake) return;
    change.mutate({
      plantCount: Number(count),
      reason,
      version: batch.version,
      note: note.trim() || null,
      confirmWarnings: confirmed,
    });
  };
  return (
    <Modal opened onClose={close} title={t('cultivation.count.title', { name: batch.batchNumber })}>
      <Stack>
        <NumberInput
          label={t('cultivation.count.now')}
          description={t('cultivation.count.before', { count: batch.plantCount })}
          required
          min={0}
          allowDecimal={false}
          value={count}
          onChange={(value) => {
            setCount(value);
            setConfirmed(false);
            change.reset();
          }}
          error={mistake === 'number' ? t('cultivation.count.wrong') : undefined}
        />
        <Select
          label={t('kit.reason')}
          description={t('kit.reasonHelp')}
          required
          data={countReasons.map((value) => ({ value, label: t(`cultivation.count.reasons.${value}`) }))}
          value={reason}
          onChange={(value) => setReason(countReasons.find((one) => one === value) ?? null)}
        />
        <TextInput
          label={t('cultivation.notes')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {change.error ? <ProblemNote problem={change.error} /> : null}
        {warned ? (
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
            loading={change.isPending}
            disabled={reason === null || mistake !== null || (warned && !confirmed)}
            onClick={send}
          >
            {t('cultivation.count.save')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
