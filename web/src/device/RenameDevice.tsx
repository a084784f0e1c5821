import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RegisteredDevice } from '../api/types';
import { toast } from '../kit/toast';
import { useSaveForm } from '../kit/useSaveForm';
import { FormDialog } from '../organisation/FormDialog';

export function RenameDevice({ device, close }: { device: RegisteredDevice; close: () => void }) {
  const { t } = useTranslation();
  const { form, ...save } = useSaveForm<{ name: string }, RegisteredDevice>(
    { initialValues: { name: device.name } },
    {
      method: 'PUT',
      path: `/devices/${device.id}`,
      refreshes: ['/devices'],
      onDone: ({ body }) => {
        close();
        toast.done(t('devices.renamed', { name: body.name }));
      },
    },
  );
  return (
    <FormDialog title={t('devices.renameNamed', device)} close={close} {...save}>
      <TextInput label={t('devices.name')} data-autofocus {...form.getInputProps('name')} />
    </FormDialog>
  );
}
