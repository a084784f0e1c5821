import { Button, Group, NumberInput, SimpleGrid, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Cultivar, Saved } from '../api/types';
import { Panel } from '../kit/Panel';
import { ProblemNote } from '../kit/ProblemNote';
import { toast } from '../kit/toast';
import { warnAbout } from '../kit/warnAbout';
import { useSaveForm } from '../kit/useSaveForm';
import { cultivarBody, cultivarMistakes, cultivarValues, type CultivarValues } from './cultivarValues';

interface Props {
  cultivar?: Cultivar;
  readOnly?: boolean;
  saved: (cultivar: Cultivar) => void;
}

const percents = [
  ['thcPercent', 'cultivation.cultivar.thc'],
  ['cbdPercent', 'cultivation.cultivar.cbd'],
  ['indicaPercent', 'cultivation.cultivar.indica'],
  ['sativaPercent', 'cultivation.cultivar.sativa'],
] as const;

export function CultivarForm({ cultivar, readOnly = false, saved }: Props) {
  const { t } = useTranslation();
  const { form, submit, saving, problem } = useSaveForm<CultivarValues, Saved<Cultivar>>(
    {
      initialValues: cultivarValues(cultivar),
      validate: (values) =>
        Object.fromEntries(
          Object.entries(cultivarMistakes(values)).map(([field, mistake]) => [
            field,
            t(`cultivation.cultivarMistakes.${mistake}`),
          ]),
        ),
    },
    {
      method: cultivar ? 'PUT' : 'POST',
      path: cultivar ? `/cultivars/${cultivar.id}` : '/cultivars',
      body: (values) => cultivarBody(values, cultivar?.version),
      refreshes: ['/cultivars', '/batches'],
      onDone: ({ body }) => {
        toast.done(t('cultivation.cultivar.saved', { name: body.item.name }));
        body.warnings.forEach(warnAbout);
        saved(body.item);
      },
    },
  );
  return (
    <form onSubmit={submit} noValidate>
      <Panel title={t('cultivation.cultivar.about')}>
        <fieldset disabled={readOnly} style={{ border: 0, margin: 0, padding: 0 }}>
          <Stack>
            {problem ? <ProblemNote problem={problem} /> : null}
            <TextInput
              label={t('kit.name')}
              description={t('cultivation.cultivar.nameHelp')}
              required
              {...form.getInputProps('name')}
            />
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <TextInput label={t('cultivation.cultivar.breeder')} {...form.getInputProps('breeder')} />
              <TextInput label={t('cultivation.cultivar.genetics')} {...form.getInputProps('genetics')} />
            </SimpleGrid>
            <SimpleGrid cols={{ base: 2, sm: 4 }}>
              {percents.map(([field, label]) => (
                <NumberInput
                  key={field}
                  label={t(label)}
                  min={0}
                  max={100}
                  suffix=" %"
                  hideControls
                  {...form.getInputProps(field)}
                />
              ))}
            </SimpleGrid>
            <Textarea label={t('cultivation.notes')} autosize minRows={2} {...form.getInputProps('notes')} />
            <Switch
              label={t('cultivation.cultivar.active')}
              description={t('cultivation.cultivar.activeHelp')}
              {...form.getInputProps('active', { type: 'checkbox' })}
            />
            {readOnly ? null : (
              <Group justify="flex-end">
                <Button type="submit" loading={saving}>
                  {cultivar ? t('kit.save') : t('cultivation.cultivar.create')}
                </Button>
              </Group>
            )}
          </Stack>
        </fieldset>
      </Panel>
    </form>
  );
}
