import type { Language } from '../api/types';

/** What a code of the server means and what to do about it; `docs/codes.md` lists them in English. */
export interface CodeWords {
  cause: string;
  remedy: string;
}

/** A language's words for every code; `en/codes.json` is written by the server's tests. */
export type CodeList = Record<string, CodeWords>;

interface Loaded {
  own: CodeList;
  english: CodeList;
}

/** Chunks of their own. English needs none: the server's sentences are English already. */
const loaders: Partial<Record<Language, () => Promise<{ default: CodeList }>>> = {
  es: () => import('./es/codes.json'),
  fr: () => import('./fr/codes.json'),
};

let current: Loaded | undefined;

/** Loads a language's words for codes; the function that is answered makes them the ones that are spoken. */
export async function loadCodes(language: Language): Promise<() => void> {
  const loader = loaders[language];
  const lists = loader ? await Promise.all([loader(), import('./en/codes.json')]) : undefined;
  return () => {
    current = lists && { own: lists[0].default, english: lists[1].default };
  };
}

/** The words for a code in the person's language and in English; undefined in English and for unknown codes. */
export function codeWords(code: string): { own: CodeWords; english: CodeWords } | undefined {
  const own = current?.own[code];
  const english = current?.english[code];
  return own && english ? { own, english } : undefined;
}
