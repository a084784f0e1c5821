import {
  NumberInput,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { Batch, Cultivar, DomainType, SourceType } from '../api/types';
import { RemoteSelect } from '../kit/RemoteSelect';
import { useSite } from '../session/site';
import type { BatchValues } from './batchValues';
import { firstStages, useStageName } from './stages';

interface Props {
  form: UseFormReturnType<BatchValues>;
}

const domains: DomainType[] = ['cannabis', 'produce'];
const sources: SourceType[] = ['clone', 'seed', 'tissue_culture'];

export function BatchWhat({ form, batch }: Props & { batch: Batch | undefined }) {
  const { t } = useTranslation();
  const { sites } = useSite();
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label={t('cultivation.batch.number')}
          description={t('cultivation.batch.numberHelp')}
          required
          {...form.getInputProps('batchNumber')}
        />
        <Select
          label={t('app.site')}
          description={t('cultivation.batch.siteHelp')}
          data={sites.map((site) => ({ value: site.id, label: site.name }))}
          required
          allowDeselect={false}
          disabled={batch !== undefined}
          {...form.getInputProps('siteId')}
        />
      </SimpleGrid>
      <div>
        <Text component="div" fw={500} mb={4} id="kind-label">
          {t('cultivation.batch.kind')}
        </Text>
        <SegmentedControl
          size="md"
          aria-labelledby="kind-label"
          disabled={batch !== undefined}
          data={domains.map((value) => ({ value, label: t(`cultivation.domains.${value}`) }))}
          {...form.getInputProps('domainType')}
        />
        <Text size="sm" c="dimmed" mt={4}>
          {t(`cultivation.domainHelp.${form.values.domainType}`)}
        </Text>
      </div>
      <RemoteSelect<Cultivar>
        label={t('cultivation.cultivar.one')}
        description={t('cultivation.batch.cultivarHelp')}
        path="/cultivars"
        query={{ sort: 'name' }}
        option={(cultivar) => ({ value: cultivar.id, label: cultivar.name })}
        value={form.values.cultivarId}
        valueLabel={batch?.cultivarName}
        onChange={(value) => form.setFieldValue('cultivarId', value)}
        error={form.errors['cultivarId']}
        clearable
      />
    </Stack>
  );
}

export function BatchSource({ form }: Props) {
  const { t } = useTranslation();
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      <Select
        label={t('cultivation.batch.sourceType')}
        data={sources.map((value) => ({ value, label: t(`cultivation.sources.${value}`) }))}
        allowDeselect={false}
        required
        {...form.getInputProps('sourceType')}
      />
      <TextInput
        label={t('cultivation.batch.sourcePackage')}
        description={t('cultivation.batch.tagHelp')}
        autoCapitalize="characters"
        spellCheck={false}
        {...form.getInputProps('sourcePackageLabel')}
      />
      <TextInput
        label={t('cultivation.batch.motherPlant')}
        description={t('cultivation.batch.tagHelp')}
        autoCapitalize="characters"
        spellCheck={false}
        {...form.getInputProps('motherPlantLabel')}
      />
    </SimpleGrid>
  );
}

export function BatchGrowing({ form, isNew }: Props & { isNew: boolean }) {
  const { t } = useTranslation();
  const stageName = useStageName();
  // Once plants grow, their number changes by an event with a reason, not by editing.
  const countStays = !isNew && form.values.stage !== 'planning';
  const stages = firstStages(form.values.domainType).map((value) => ({ value, label: stageName(value) }));
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <NumberInput
          label={t('cultivation.batch.plants')}
          description={countStays ? t('cultivation.batch.countHelp') : undefined}
          disabled={countStays}
          required
          min={0}
          allowDecimal={false}
          allowNegative={false}
          thousandSeparator=" "
          {...form.getInputProps('plantCount')}
        />
        {isNew ? (
          <Select
            label={t('cultivation.batch.stage')}
            data={stages}
            allowDeselect={false}
            required
            {...form.getInputProps('stage')}
          />
        ) : null}
        <TextInput
          type="date"
          label={t('cultivation.batch.start')}
          description={t('cultivation.batch.startHelp')}
          required
          {...form.getInputProps('startDate')}
        />
        <TextInput
          type="date"
          label={t('cultivation.batch.expectedHarvest')}
          description={t('cultivation.batch.expectedHelp')}
          {...form.getInputProps('expectedHarvestDate')}
        />
      </SimpleGrid>
      <Textarea label={t('cultivation.notes')} autosize minRows={2} {...form.getInputProps('notes')} />
    </Stack>
  );
}
