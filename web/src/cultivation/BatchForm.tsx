import { Button, Group, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Batch, Saved } from '../api/types';
import { Panel } from '../kit/Panel';
import { ProblemNote } from '../kit/ProblemNote';
import { toast } from '../kit/toast';
import { warnAbout } from '../kit/warnAbout';
import { useSaveForm } from '../kit/useSaveForm';
import { BatchGrowing, BatchSource, BatchWhat } from './BatchFields';
import { batchBody, batchMistakes, type BatchValues } from './batchValues';

interface Props {
  initial: BatchValues;
  /** The batch that is changed; without it a new one is made. */
  batch?: Batch;
  saved: (batch: Batch) => void;
  cancel: () => void;
}

export function BatchForm({ initial, batch, saved, cancel }: Props) {
  const { t } = useTranslation();
  const { form, submit, saving, problem } = useSaveForm<BatchValues, Saved<Batch>>(
    {
      initialValues: initial,
      validate: (values) =>
        Object.fromEntries(
          Object.entries(batchMistakes(values)).map(([field, mistake]) => [
            field,
            t(`cultivation.mistakes.${mistake}`),
          ]),
        ),
    },
    {
      method: batch ? 'PUT' : 'POST',
      path: batch ? `/batches/${batch.id}` : '/batches',
      body: (values) => batchBody(values, batch?.version),
      refreshes: ['/batches', '/today', '/compliance'],
      onDone: ({ body }) => {
        toast.done(t('cultivation.batch.saved', { name: body.item.batchNumber }));
        body.warnings.forEach(warnAbout);
        saved(body.item);
      },
    },
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        {problem ? <ProblemNote problem={problem} /> : null}
        <Panel title={t('cultivation.batch.what')}>
          <BatchWhat form={form} batch={batch} />
        </Panel>
        <Panel title={t('cultivation.batch.source')} lead={t('cultivation.batch.sourceLead')}>
          <BatchSource form={form} />
        </Panel>
        <Panel title={t('cultivation.batch.growing')}>
          <BatchGrowing form={form} isNew={!batch} />
        </Panel>
        <Group justify="flex-end">
          <Button variant="default" onClick={cancel}>
            {t('kit.cancel')}
          </Button>
          <Button type="submit" loading={saving}>
            {batch ? t('kit.save') : t('cultivation.batch.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
