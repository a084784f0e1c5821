import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { hasLength, isNotEmpty } from '@mantine/form';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../kit/ProblemNote';
import { useSaveForm } from '../kit/useSaveForm';
import { passwordLength } from './setupValues';

interface Values extends Record<string, unknown> {
  currentPassword: string;
  newPassword: string;
}

interface Props {
  /** What the password is called that the person has now. */
  currentLabel: string;
  saveLabel: string;
  done: () => void | Promise<void>;
  /** It is all that stands on its screen: it takes the focus, and its button the whole width. */
  alone?: boolean;
  /** What stands below the button. */
  children?: ReactNode;
}

/** Takes the password that a person has and the one that they want. */
export function PasswordForm({ currentLabel, saveLabel, done, alone = false, children }: Props) {
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
        return done();
      },
    },
  );
  const toggle = { 'aria-label': t('session.showPassword') };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {problem ? <ProblemNote problem={problem} /> : null}
        <PasswordInput
          label={currentLabel}
          autoComplete="current-password"
          required
          autoFocus={alone}
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
          <Button type="submit" loading={saving} fullWidth={alone}>
            {saveLabel}
          </Button>
        </Group>
        {children}
      </Stack>
    </form>
  );
}
