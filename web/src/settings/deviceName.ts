import { useTranslation } from 'react-i18next';
import type { OpenSession } from '../api/types';

/** A session as a person knows it: by browser and system, as far as the browser told. */
export function useDeviceName(): (session: Pick<OpenSession, 'browser' | 'system'>) => string {
  const { t } = useTranslation();
  return ({ browser, system }) => {
    const name = browser ?? t('settings.sessions.unknown');
    return system ? t('settings.sessions.device', { browser: name, system }) : name;
  };
}
