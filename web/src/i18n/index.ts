import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../api/types';
import { loadCodes } from './codes';
import { languageHere, loadWords, rememberLanguage, type Words } from './words';

export { isLanguage, languages, preferredLanguage } from './words';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Words };
  }
}

export async function switchLanguage(language: Language): Promise<void> {
  // First: whoever loads the page anew while the words are on their way finds them in this language.
  rememberLanguage(language);
  const codes = loadCodes(language);
  if (!i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', await loadWords(language));
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
  await switchLanguage(languageHere());
  return i18next;
}
