import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { isEmail, isNotEmpty } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMantineColorScheme } from '@mantine/core';
import type { Session } from '../api/types';
import { switchLanguage } from '../i18n';
import { ProblemNote } from '../kit/ProblemNote';
import { useSaveForm } from '../kit/useSaveForm';
import { Doorway } from './Doorway';
import { owedPreferences } from './owedPreferences';
import { placeAfterSignIn } from './placeAfterSignIn';
import { replaceSession } from './session';

export function SignIn() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const router = useRouter();
  const { setColorScheme } = useMantineColorScheme();
  const { next }: { next?: unknown } = useSearch({ strict: false });
  const { form, submit, saving, problem } = useSaveForm<{ email: string; password: string }, Session>(
    {
      initialValues: { email: '', password: '' },
      validate: {
        email: isEmail(t('session.emailWrong')),
        password: isNotEmpty(t('session.passwordMissing')),
      },
    },
    {
      method: 'POST',
      path: '/session',
      onDone: async ({ body }) => {
        replaceSession(client, body);
        const chosen = { ...body.user, ...owedPreferences(body.user.id) };
        setColorScheme(chosen.theme);
        await switchLanguage(chosen.language);
        await router.navigate({ href: placeAfterSignIn(next) });
      },
    },
  );
  return (
    <Doorway title={t('session.signIn')} lead={t('session.signInLead')}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {problem ? <ProblemNote problem={problem} /> : null}
          <TextInput
            label={t('session.email')}
            type="email"
            autoComplete="username"
            required
            autoFocus
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label={t('session.password')}
            autoComplete="current-password"
            required
            visibilityToggleButtonProps={{ 'aria-label': t('session.showPassword') }}
            {...form.getInputProps('password')}
          />
          <Button type="submit" loading={saving} fullWidth>
            {t('session.signIn')}
          </Button>
        </Stack>
      </form>
    </Doorway>
  );
}
