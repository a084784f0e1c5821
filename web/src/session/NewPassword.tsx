import { Button, PasswordInput, Stack } from '@mantine/core';
import { hasLength, isNotEmpty } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSend } from '../api/hooks';
import { ProblemNote } from '../kit/ProblemNote';
import { useSaveForm } from '../kit/useSaveForm';
import { Doorway } from './Doorway';
import { placeAfterSignIn } from './placeAfterSignIn';
import { replaceSession } from './session';
import { passwordLength } from './setupValues';

interface Values extends Record<string, unknown> {
  currentPassword: string;
  newPassword: string;
}

/** The first thing after signing in with a password that somebody else made: nothing else is open till then. */
export function NewPassword() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const router = useRouter();
  const { next }: { next?: unknown } = useSearch({ strict: false });
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
      onDone: async () => {
        // The session is asked for anew: everything is open now.
        replaceSession(client, null);
        await router.navigate({ href: placeAfterSignIn(next) });
      },
    },
  );
  const signOut = useSend<undefined>({
    method: 'DELETE',
    path: '/session',
    onDone: async () => {
      replaceSession(client, null);
      await router.navigate({ to: '/sign-in' });
    },
  });
  const toggle = { 'aria-label': t('session.showPassword') };
  return (
    <Doorway title={t('session.newPassword.title')} lead={t('session.newPassword.lead')}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {problem ? <ProblemNote problem={problem} /> : null}
          {signOut.error ? <ProblemNote problem={signOut.error} /> : null}
          <PasswordInput
            label={t('session.newPassword.temporary')}
            autoComplete="current-password"
            required
            autoFocus
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
          <Button type="submit" loading={saving} fullWidth>
            {t('session.newPassword.save')}
          </Button>
          <Button
            variant="default"
            fullWidth
            loading={signOut.isPending}
            onClick={() => signOut.mutate(undefined)}
          >
            {t('session.signOut')}
          </Button>
        </Stack>
      </form>
    </Doorway>
  );
}
