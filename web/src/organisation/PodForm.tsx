import { NumberInput, Switch, TextInput } from '@mantine/core';
import { isNotEmpty } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MetrcLocation, Pod, Room } from '../api/types';
import { RemoteSelect } from '../kit/RemoteSelect';
import { toast } from '../kit/toast';
import { useSaveForm } from '../kit/useSaveForm';
import { useSite } from '../session/site';
import { FormDialog } from './FormDialog';
import { LocationField } from './LocationField';

interface Values extends Record<string, unknown> {
  roomId: string | null;
  name: string;
  capacity: number | string;
  metrcLocation: MetrcLocation | null;
  active: boolean;
}

export function PodForm({ pod, close }: { pod: Pod | null; close: () => void }) {
  const { t } = useTranslation();
  const { site } = useSite();
  const [siteId, setSiteId] = useState(pod?.siteId ?? site?.id ?? '');
  const { form, ...save } = useSaveForm<Values, Pod>(
    {
      initialValues: {
        roomId: pod?.roomId ?? null,
        name: pod?.name ?? '',
        capacity: pod?.capacity ?? '',
        metrcLocation: pod?.metrcLocation ?? null,
        active: pod?.active ?? true,
      },
      validate: {
        roomId: (value) => (value === null ? t('organisation.pod.chooseRoom') : null),
        name: isNotEmpty(t('setup.mistakes.missing')),
      },
    },
    {
      method: pod ? 'PUT' : 'POST',
      path: pod ? `/pods/${pod.id}` : '/pods',
      refreshes: ['/pods', '/compliance/resolve'],
      onDone: (_, { name }) => {
        toast.done(t('organisation.saved', { name }));
        close();
      },
    },
  );
  return (
    <FormDialog
      title={pod ? t('organisation.editNamed', { name: pod.name }) : t('organisation.pod.new')}
      close={close}
      {...save}
    >
      <RemoteSelect<Room>
        label={t('organisation.room.one')}
        path="/rooms"
        query={{ siteId: pod?.siteId ?? site?.id }}
        option={(room) => ({ value: room.id, label: room.name })}
        value={form.values.roomId}
        valueLabel={pod?.roomName}
        onChange={(value, room) => {
          form.setFieldValue('roomId', value);
          if (room) setSiteId(room.siteId);
        }}
        error={form.errors['roomId']}
        required
      />
      <TextInput label={t('kit.name')} required {...form.getInputProps('name')} />
      <NumberInput
        label={t('organisation.pod.capacity')}
        description={t('organisation.pod.capacityHelp')}
        min={1}
        allowDecimal={false}
        {...form.getInputProps('capacity')}
      />
      {siteId === '' ? null : (
        <LocationField
          siteId={siteId}
          description={t('organisation.pod.locationHelp')}
          value={form.values.metrcLocation}
          onChange={(value) => form.setFieldValue('metrcLocation', value)}
          error={form.errors['metrcLocation']}
        />
      )}
      {pod ? (
        <Switch
          label={t('organisation.activeLabel')}
          {...form.getInputProps('active', { type: 'checkbox' })}
        />
      ) : null}
    </FormDialog>
  );
}
