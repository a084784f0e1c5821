import { Button, Chip, Group, Modal, NumberInput, Stack, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ScheduleRow, SiteRef } from '../api/types';
import { ProblemNote } from '../kit/ProblemNote';
import { toast } from '../kit/toast';
import { useSaveForm } from '../kit/useSaveForm';
import { commonIntervals, intervalLimits, intervalParts, isInterval } from './interval';
import { useTypeName } from './words';

interface Values extends Record<string, unknown> {
  enabled: boolean;
  intervalMinutes: number | string;
}

export function ScheduleDialog({ site, row, close }: { site: SiteRef; row: ScheduleRow; close: () => void }) {
  const { t } = useTranslation();
  const type = useTypeName()(row.syncType);
  const { form, submit, saving, problem } = useSaveForm<Values, ScheduleRow>(
    {
      initialValues: { enabled: row.enabled, intervalMinutes: row.intervalMinutes },
      validate: {
        intervalMinutes: (value) =>
          isInterval(value) ? null : t('compliance.schedule.range', intervalLimits),
      },
    },
    {
      method: 'PUT',
      path: `/compliance/schedules/${row.syncType}`,
      query: { siteId: site.id },
      body: (values) => ({ ...values, intervalMinutes: Number(values.intervalMinutes) }),
      refreshes: ['/compliance/overview', '/today'],
      onDone: () => {
        toast.done(t('compliance.schedule.saved', { type, site: site.name }));
        close();
      },
    },
  );
  return (
    <Modal opened onClose={close} title={t('compliance.schedule.title', { type, site: site.name })}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {problem ? <ProblemNote problem={problem} /> : null}
          <Switch
            label={t('compliance.schedule.enabled')}
            {...form.getInputProps('enabled', { type: 'checkbox' })}
          />
          <Chip.Group
            value={String(form.values.intervalMinutes)}
            onChange={(value) => form.setFieldValue('intervalMinutes', Number(value))}
          >
            <Group gap="xs">
              {commonIntervals.map((minutes) => {
                const { unit, count } = intervalParts(minutes);
                return (
                  <Chip key={minutes} value={String(minutes)} size="md">
                    {t(`compliance.interval.${unit}`, { count })}
                  </Chip>
                );
              })}
            </Group>
          </Chip.Group>
          <NumberInput
            label={t('compliance.schedule.minutes')}
            description={t('compliance.schedule.range', intervalLimits)}
            min={intervalLimits.least}
            max={intervalLimits.most}
            clampBehavior="none"
            allowDecimal={false}
            {...form.getInputProps('intervalMinutes')}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('kit.cancel')}
            </Button>
            <Button type="submit" loading={saving}>
              {t('kit.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
