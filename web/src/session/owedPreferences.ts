import type { Language, Theme } from '../api/types';
import { isLanguage } from '../i18n/words';

export interface Preferences {
  language?: Language;
  theme?: Theme;
}

const isTheme = (value: unknown): value is Theme => value === 'light' || value === 'dark' || value === 'auto';

/** Per person: on a shared tablet nobody gets another one's choice. */
const memory = (userId: string) => `tendril-owed-${userId}`;

/** What was chosen on this device and the server has not confirmed: it is sent again when the app is next opened. */
export function owedPreferences(userId: string): Preferences {
  const { language, theme } = read(localStorage.getItem(memory(userId)));
  return {
    ...(isLanguage(language) ? { language } : {}),
    ...(isTheme(theme) ? { theme } : {}),
  };
}

/** Anything may stand in a browser's storage; what is not ours is nothing owed, and keeps nobody from signing in. */
function read(kept: string | null): Partial<Record<keyof Preferences, unknown>> {
  try {
    const owed: unknown = JSON.parse(kept ?? '{}');
    return typeof owed === 'object' && owed !== null ? owed : {};
  } catch {
    return {};
  }
}

/** Writes a choice down before it is sent, so that a reload or a lost connection cannot lose it. */
export function owe(userId: string, change: Preferences): Preferences {
  const all = { ...owedPreferences(userId), ...change };
  localStorage.setItem(memory(userId), JSON.stringify(all));
  return all;
}

/** The server has these; what was chosen anew in the meantime stays owed. */
export function settle(userId: string, sent: Preferences): void {
  const { language, theme } = owedPreferences(userId);
  const left: Preferences = {
    ...(language && language !== sent.language ? { language } : {}),
    ...(theme && theme !== sent.theme ? { theme } : {}),
  };
  if (left.language || left.theme) localStorage.setItem(memory(userId), JSON.stringify(left));
  else localStorage.removeItem(memory(userId));
}
