import { useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSend } from '../api/hooks';
import type { Language, Session, Theme } from '../api/types';
import { switchLanguage } from '../i18n';
import { problemWords } from '../kit/problemWords';
import { toast } from '../kit/toast';
import { updateSession, useSession } from './session';

interface Preferences {
  language?: Language;
  theme?: Theme;
}

/** Theme and language act at once on this device and are kept on the server for the person's other devices. */
export function usePreferences() {
  const { t } = useTranslation();
  const { user } = useSession();
  const client = useQueryClient();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const save = useSend<Preferences, Session>({
    method: 'PUT',
    path: '/session/preferences',
    onDone: ({ body }) => updateSession(client, body),
    onProblem: (problem) => toast.warn(t('settings.keptHereOnly'), problemWords(problem, t)),
  });
  return {
    theme: colorScheme,
    language: user.language,
    setTheme: (theme: Theme) => {
      setColorScheme(theme);
      save.mutate({ theme });
    },
    setLanguage: async (language: Language) => {
      await switchLanguage(language);
      save.mutate({ language });
    },
  };
}
