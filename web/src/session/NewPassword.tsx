import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSend } from '../api/hooks';
import { ProblemNote } from '../kit/ProblemNote';
import { Doorway } from './Doorway';
import { PasswordForm } from './PasswordForm';
import { placeAfterSignIn } from './placeAfterSignIn';
import { replaceSession } from './session';

/** The first thing after signing in with a password that somebody else made: nothing else is open till then. */
export function NewPassword() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const router = useRouter();
  const { next }: { next?: unknown } = useSearch({ strict: false });
  const enter = async () => {
    // The session is asked for anew: everything is open now.
    replaceSession(client, null);
    await router.navigate({ href: placeAfterSignIn(next) });
  };
  const signOut = useSend<undefined>({
    method: 'DELETE',
    path: '/session',
    onDone: async () => {
      replaceSession(client, null);
      await router.navigate({ to: '/sign-in' });
    },
  });
  return (
    <Doorway title={t('session.newPassword.title')} lead={t('session.newPassword.lead')}>
      <PasswordForm
        currentLabel={t('session.newPassword.temporary')}
        saveLabel={t('session.newPassword.save')}
        done={enter}
        alone
      >
        {signOut.error ? <ProblemNote problem={signOut.error} /> : null}
        <Button
          variant="default"
          fullWidth
          loading={signOut.isPending}
          onClick={() => signOut.mutate(undefined)}
        >
          {t('session.signOut')}
        </Button>
      </PasswordForm>
    </Doorway>
  );
}
