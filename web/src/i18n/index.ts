import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../api/types';
import { loadCodes } from './codes';
import type en from './en';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

export const languages: Record<Language, string> = { en: 'English', es: 'Español', fr: 'Français' };

/** One chunk per language: only the chosen one is downloaded. */
const loaders: Record<Language, () => Promise<{ default: typeof en }>> = {
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

export async function switchLanguage(language: Language): Promise<void> {
  // First: whoever loads the page anew while the words are on their way finds them in this language.
  localStorage.setItem(memory, language);
  const codes = loadCodes(language);
  if (!i18next.hasResourceBundle(language, 'translation')) {
    const { default: strings } = await loaders[language]();
    i18next.addResourceBundle(language, 'translation', strings);
  }
  const speakCodes = await codes;
  speakCodes();
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

export async function startLanguages(): Promise<i18n> {
  await i18next.use(initReactI18next).init({
    lng: 'cimode',
    resources: {},
    returnNull: false,
    interpolation: { escapeValue: false }, // React escapes
  });
  await switchLanguage(preferredLanguage(localStorage.getItem(memory), navigator.languages));
  return i18next;
}
