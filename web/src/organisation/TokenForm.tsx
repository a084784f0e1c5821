import { Select, TextInput } from '@mantine/core';
import { isNotEmpty } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/hooks';
import type { ApiToken, Role } from '../api/types';
import { useSaveForm } from '../kit/useSaveForm';
import { FormDialog } from './FormDialog';
import { useRoleName } from './roles';

interface Values extends Record<string, unknown> {
  name: string;
  role: string;
  expiresOn: string;
}

export function TokenForm({ close, reveal }: { close: () => void; reveal: (token: string) => void }) {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const roles = useRead<{ items: Role[] }>('/roles');
  const missing = isNotEmpty(t('setup.mistakes.missing'));
  const { form, ...save } = useSaveForm<Values, { token: string; item: ApiToken }>(
    { initialValues: { name: '', role: '', expiresOn: '' }, validate: { name: missing, role: missing } },
    {
      method: 'POST',
      path: '/api-tokens',
      body: ({ expiresOn, ...rest }) => ({ ...rest, expiresAt: expiresOn ? `${expiresOn}T23:59:59Z` : null }),
      refreshes: ['/api-tokens'],
      onDone: ({ body }) => {
        close();
        reveal(body.token);
      },
    },
  );
  const choices = (roles.data?.items ?? []).filter((role) => role.assignable);
  return (
    <FormDialog
      title={t('organisation.token.new')}
      close={close}
      action={t('organisation.token.create')}
      {...save}
    >
      <TextInput
        label={t('kit.name')}
        description={t('organisation.token.nameHelp')}
        required
        {...form.getInputProps('name')}
      />
      <Select
        label={t('settings.role')}
        description={t('organisation.token.roleHelp')}
        data={choices.map((role) => ({ value: role.name, label: roleName(role.name) }))}
        required
        allowDeselect={false}
        {...form.getInputProps('role')}
      />
      <TextInput
        type="date"
        label={t('organisation.token.expires')}
        description={t('organisation.token.expiresHelp')}
        {...form.getInputProps('expiresOn')}
      />
    </FormDialog>
  );
}
