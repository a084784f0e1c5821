import type { Language, Theme } from '../api/types';

export interface Preferences {
  language?: Language;
  theme?: Theme;
}

/** Per person: on a shared tablet nobody gets another one's choice. */
const memory = (userId: string) => `tendril-owed-${userId}`;

/** What was chosen on this device and the server has not confirmed: it is sent again when the app is next opened. */
export function owedPreferences(userId: string): Preferences {
  const kept = localStorage.getItem(memory(userId));
  return kept === null ? {} : (JSON.parse(kept) as Preferences);
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
