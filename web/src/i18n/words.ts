import type { Language } from '../api/types';
import type en from './en';

export type Words = typeof en;

export const languages: Record<Language, string> = { en: 'English', es: 'Español', fr: 'Français' };

/** One chunk per language: only the chosen one is downloaded. */
const loaders: Record<Language, () => Promise<{ default: Words }>> = {
  en: () => import('./en'),
  es: () => import('./es'),
  fr: () => import('./fr'),
};

const memory = 'tendril-language';

export function isLanguage(value: unknown): value is Language {
  return typeof value === 'string' && Object.hasOwn(languages, value);
}

/** The person's last choice on this device, else the browser's first language that we speak, else English. */
export function preferredLanguage(remembered: string | null, browser: readonly string[]): Language {
  if (isLanguage(remembered)) return remembered;
  return browser.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';
}

export const languageHere = (): Language =>
  preferredLanguage(localStorage.getItem(memory), navigator.languages);

export const rememberLanguage = (language: Language): void => localStorage.setItem(memory, language);

export const loadWords = async (language: Language): Promise<Words> => (await loaders[language]()).default;
