import { Button, Group, Modal, NumberInput, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Batch, Pod } from '../api/types';
import { todayIn } from '../kit/format';
import { ProblemNote } from '../kit/ProblemNote';
import { RemoteSelect } from '../kit/RemoteSelect';
import { toast } from '../kit/toast';
import { useSaveForm } from '../kit/useSaveForm';
import { useSite } from '../session/site';

interface Values extends Record<string, unknown> {
  podId: string | null;
  plantCount: number | string;
  from: string;
}

export function AssignPod({ batch, close }: { batch: Batch; close: () => void }) {
  const { t } = useTranslation();
  const { sites } = useSite();
  const zone = sites.find((site) => site.id === batch.siteId)?.timeZone ?? 'UTC';
  const [podName, setPodName] = useState('');
  const { form, submit, saving, problem } = useSaveForm<Values, unknown>(
    {
      initialValues: { podId: null, plantCount: batch.plantCount, from: todayIn(zone, new Date()) },
      validate: {
        podId: (value) => (value === null ? t('cultivation.pods.choose') : null),
        plantCount: (value) => (Number(value) > 0 ? null : t('cultivation.mistakes.count')),
        from: (value) => (value === '' ? t('cultivation.mistakes.start') : null),
      },
    },
    {
      method: 'POST',
      path: `/batches/${batch.id}/pods`,
      body: (values) => ({ ...values, plantCount: Number(values.plantCount) }),
      refreshes: ['/batches', '/compliance'],
      onDone: () => {
        toast.done(t('cultivation.pods.assigned', { name: batch.batchNumber, pod: podName }));
        close();
      },
    },
  );
  return (
    <Modal opened onClose={close} title={t('cultivation.pods.assignTitle', { name: batch.batchNumber })}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {problem ? <ProblemNote problem={problem} /> : null}
          <RemoteSelect<Pod>
            label={t('cultivation.pods.pod')}
            path="/pods"
            query={{ siteId: batch.siteId }}
            option={(pod) => ({ value: pod.id, label: `${pod.name} · ${pod.roomName}` })}
            value={form.values.podId}
            onChange={(value, pod) => {
              form.setFieldValue('podId', value);
              setPodName(pod?.name ?? '');
            }}
            error={form.errors['podId']}
            required
          />
          <NumberInput
            label={t('cultivation.batch.plants')}
            required
            min={1}
            allowDecimal={false}
            {...form.getInputProps('plantCount')}
          />
          <TextInput
            type="date"
            label={t('cultivation.pods.from')}
            required
            {...form.getInputProps('from')}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('kit.cancel')}
            </Button>
            <Button type="submit" loading={saving}>
              {t('cultivation.pods.assign')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
