import { useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSend } from '../api/hooks';
import { isFinal } from '../api/problem';
import type { Language, Session, Theme } from '../api/types';
import { switchLanguage } from '../i18n';
import { problemWords } from '../kit/problemWords';
import { toast } from '../kit/toast';
import { owe, owedPreferences, settle, type Preferences } from './owedPreferences';
import { updateSession, useSession } from './session';

function useSavePreferences() {
  const { t } = useTranslation();
  const { user } = useSession();
  const client = useQueryClient();
  return useSend<Preferences, Session>({
    method: 'PUT',
    path: '/session/preferences',
    keepalive: true,
    onDone: ({ body }, sent) => {
      settle(user.id, sent);
      updateSession(client, body);
    },
    onProblem: (problem, sent) => {
      // Refused once is refused at every visit: it stays this device's own.
      if (isFinal(problem)) settle(user.id, sent);
      toast.warn(t('settings.keptHereOnly'), problemWords(problem, t));
    },
  });
}

/** Theme and language act at once on this device and are kept on the server for the person's other devices. */
export function usePreferences() {
  const { user } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { mutate } = useSavePreferences();
  return {
    theme: colorScheme,
    language: user.language,
    setTheme: (theme: Theme) => {
      setColorScheme(theme);
      mutate(owe(user.id, { theme }));
    },
    setLanguage: (language: Language) => {
      mutate(owe(user.id, { language }));
      return switchLanguage(language);
    },
  };
}

/** Sends what an earlier visit could not: the page was left, or the server not reached. */
export function useOwedPreferences(): void {
  const { user } = useSession();
  const { mutate } = useSavePreferences();
  useEffect(() => {
    const owed = owedPreferences(user.id);
    if (owed.language || owed.theme) mutate(owed);
  }, [user.id, mutate]);
}
