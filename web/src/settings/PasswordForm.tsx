import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { hasLength, isNotEmpty } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../kit/ProblemNote';
import { toast } from '../kit/toast';
import { useSaveForm } from '../kit/useSaveForm';
import { passwordLength } from '../session/setupValues';

interface Values extends Record<string, unknown> {
  currentPassword: string;
  newPassword: string;
}

export function PasswordForm() {
  const { t } = useTranslation();
  const { form, submit, saving, problem } = useSaveForm<Values, undefined>(
    {
      initialValues: { currentPassword: '', newPassword: '' },
      validate: {
        currentPassword: isNotEmpty(t('session.passwordMissing')),
        newPassword: hasLength({ min: passwordLength }, t('setup.mistakes.password')),
      },
    },
    {
      method: 'POST',
      path: '/session/password',
      body: (values) => values,
      refreshes: ['/sessions'],
      onDone: () => {
        form.reset();
        toast.done(t('settings.passwordChanged'));
      },
    },
  );
  const toggle = { 'aria-label': t('session.showPassword') };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {problem ? <ProblemNote problem={problem} /> : null}
        <PasswordInput
          label={t('settings.currentPassword')}
          autoComplete="current-password"
          required
          visibilityToggleButtonProps={toggle}
          {...form.getInputProps('currentPassword')}
        />
        <PasswordInput
          label={t('settings.newPassword')}
          description={t('setup.passwordHelp', { count: passwordLength })}
          autoComplete="new-password"
          required
          visibilityToggleButtonProps={toggle}
          {...form.getInputProps('newPassword')}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={saving}>
            {t('settings.changePassword')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
