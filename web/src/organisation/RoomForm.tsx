import { Select, Switch, TextInput } from '@mantine/core';
import { isNotEmpty } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { MetrcLocation, Room } from '../api/types';
import { toast } from '../kit/toast';
import { useSaveForm } from '../kit/useSaveForm';
import { useSite } from '../session/site';
import { FormDialog } from './FormDialog';
import { LocationField } from './LocationField';

interface Values extends Record<string, unknown> {
  siteId: string;
  name: string;
  metrcLocation: MetrcLocation | null;
  active: boolean;
}

export function RoomForm({ room, close }: { room: Room | null; close: () => void }) {
  const { t } = useTranslation();
  const { sites, site } = useSite();
  const missing = isNotEmpty(t('setup.mistakes.missing'));
  const { form, ...save } = useSaveForm<Values, Room>(
    {
      initialValues: {
        siteId: room?.siteId ?? site?.id ?? '',
        name: room?.name ?? '',
        metrcLocation: room?.metrcLocation ?? null,
        active: room?.active ?? true,
      },
      validate: { siteId: missing, name: missing },
    },
    {
      method: room ? 'PUT' : 'POST',
      path: room ? `/rooms/${room.id}` : '/rooms',
      refreshes: ['/rooms', '/pods', '/compliance/resolve'],
      onDone: (_, { name }) => {
        toast.done(t('organisation.saved', { name }));
        close();
      },
    },
  );
  return (
    <FormDialog
      title={room ? t('organisation.editNamed', { name: room.name }) : t('organisation.room.new')}
      close={close}
      {...save}
    >
      <Select
        label={t('app.site')}
        data={sites.map((site) => ({ value: site.id, label: site.name }))}
        allowDeselect={false}
        disabled={room !== null}
        required
        {...form.getInputProps('siteId')}
      />
      <TextInput label={t('kit.name')} required {...form.getInputProps('name')} />
      {form.values.siteId === '' ? null : (
        <LocationField
          siteId={form.values.siteId}
          description={t('organisation.room.locationHelp')}
          value={form.values.metrcLocation}
          onChange={(value) => form.setFieldValue('metrcLocation', value)}
          error={form.errors['metrcLocation']}
        />
      )}
      {room ? (
        <Switch
          label={t('organisation.activeLabel')}
          {...form.getInputProps('active', { type: 'checkbox' })}
        />
      ) : null}
    </FormDialog>
  );
}
