import { Select, SimpleGrid, Switch, TextInput } from '@mantine/core';
import { isNotEmpty } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { send } from '../api/http';
import type { MetrcLocation, Session, Site, SiteKind } from '../api/types';
import { toast } from '../kit/toast';
import { useSaveForm } from '../kit/useSaveForm';
import { updateSession } from '../session/session';
import { browserTimeZone, states, timeZones } from '../session/timeZones';
import { FormDialog } from './FormDialog';
import { LocationField } from './LocationField';

interface Values extends Record<string, unknown> {
  name: string;
  license: string;
  state: string;
  timeZone: string;
  sandbox: boolean;
  kind: SiteKind;
  defaultMetrcLocation: MetrcLocation | null;
  active: boolean;
}

const kinds: SiteKind[] = ['grower', 'processor', 'retailer', 'lab', 'other'];

const valuesOf = (site: Site | null): Values => ({
  name: site?.name ?? '',
  license: site?.license ?? '',
  state: site?.state ?? '',
  timeZone: site?.timeZone ?? browserTimeZone(),
  sandbox: site?.sandbox ?? false,
  kind: site?.kind ?? 'grower',
  defaultMetrcLocation: site?.defaultMetrcLocation ?? null,
  active: site?.active ?? true,
});

export function SiteForm({ site, close }: { site: Site | null; close: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const missing = isNotEmpty(t('setup.mistakes.missing'));
  const { form, ...save } = useSaveForm<Values, Site>(
    {
      initialValues: valuesOf(site),
      validate: { name: missing, license: missing, state: missing, timeZone: missing },
    },
    {
      method: site ? 'PUT' : 'POST',
      path: site ? `/sites/${site.id}` : '/sites',
      refreshes: ['/sites', '/today', '/compliance'],
      onDone: async (_, { name }) => {
        toast.done(t('organisation.saved', { name }));
        close();
        // The site switcher reads the session; it must know the new site or name.
        updateSession(client, (await send<Session>('GET', '/session')).body);
      },
    },
  );
  return (
    <FormDialog
      title={site ? t('organisation.editNamed', { name: site.name }) : t('organisation.site.new')}
      close={close}
      {...save}
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label={t('organisation.site.name')} required {...form.getInputProps('name')} />
        <TextInput
          label={t('organisation.site.license')}
          description={t('organisation.site.licenseHelp')}
          required
          {...form.getInputProps('license')}
        />
        <Select
          label={t('organisation.site.kind')}
          data={kinds.map((value) => ({ value, label: t(`organisation.kinds.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps('kind')}
        />
        <Select
          label={t('organisation.site.state')}
          data={states}
          searchable
          required
          {...form.getInputProps('state')}
        />
        <Select
          label={t('organisation.site.timeZone')}
          data={timeZones()}
          searchable
          required
          {...form.getInputProps('timeZone')}
        />
      </SimpleGrid>
      {site ? (
        <LocationField
          siteId={site.id}
          description={t('organisation.site.defaultHelp')}
          value={form.values.defaultMetrcLocation}
          onChange={(value) => form.setFieldValue('defaultMetrcLocation', value)}
          error={form.errors['defaultMetrcLocation']}
        />
      ) : null}
      <Switch
        label={t('organisation.site.sandbox')}
        description={t('organisation.site.sandboxHelp')}
        {...form.getInputProps('sandbox', { type: 'checkbox' })}
      />
      {site ? (
        <Switch
          label={t('organisation.activeLabel')}
          {...form.getInputProps('active', { type: 'checkbox' })}
        />
      ) : null}
    </FormDialog>
  );
}
