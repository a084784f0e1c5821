import type { TFunction } from 'i18next';
import { codeWords } from '../i18n/codes';
import { fieldLabel } from './fieldLabels';

/** A sentence of the server's with its code. */
export interface Said {
  code: string;
  message: string;
  help?: string | null | undefined;
  field?: string | null | undefined;
}

/** What a person reads of it. */
export interface Spoken {
  what: string;
  todo?: string | undefined;
  /** The server's own English words, where the person reads a translation: they name the numbers and names. */
  exact?: string | undefined;
}

const ended = (text: string) => (/[.!?:]$/.test(text) ? text : `${text}.`);

function exactly({ message, help }: Said, english: { cause: string; remedy: string }): string | undefined {
  const special = [message !== english.cause ? message : '', help && help !== english.remedy ? help : ''];
  const words = special.filter((text) => text !== '');
  return words.length > 0 ? words.map(ended).join(' ') : undefined;
}

/** The server's words in the person's language: translated by their code, with the exact words beside them. */
export function spoken(said: Said): Spoken {
  const words = codeWords(said.code);
  if (!words) return { what: said.message, todo: said.help ?? undefined };
  return { what: words.own.cause, todo: words.own.remedy, exact: exactly(said, words.english) };
}

/** The same led by the field's label, for places that are not at the field. English sentences name their field. */
export function spokenWithField(said: Said, t: TFunction): Spoken {
  const words = spoken(said);
  const label = codeWords(said.code) ? fieldLabel(said.field, t) : undefined;
  return label === undefined ? words : { ...words, what: `${label}: ${words.what}` };
}
