import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import type { Problem } from '../api/problem';
import { codeWords } from '../i18n/codes';
import { saidTogether } from './Exact';
import { spokenWithField, type Spoken } from './spoken';

/** Codes that the web app itself gives or that it can say better in the person's own language. */
const known = [
  'http.unreachable',
  'http.403',
  'http.404',
  'http.413',
  'http.500',
  'http.502',
  'http.503',
  'session.wrong_credentials',
  'session.locked',
] as const;

type Known = (typeof known)[number];

const isKnown = (code: string): code is Known => (known as readonly string[]).includes(code);

/** Where a refusal can be mended. */
const places: Record<string, string> = {
  'credentials.missing': '/admin/compliance',
  'credentials.unreadable': '/admin/compliance',
  'credentials.key_refused': '/admin/compliance',
  strain_not_linked: '/cultivars',
};

/** What happened and what to do: the server's own words, their translation, or ours where it could not speak. */
export function problemSpoken(problem: Problem, t: TFunction): Spoken {
  const words = spokenWithField(problem, t);
  if (isKnown(problem.code)) {
    const key = `problems.${problem.code.replaceAll('.', '_') as 'http_500'}` as const;
    return { what: t(key, { traceId: problem.traceId ?? '–' }), todo: words.todo };
  }
  return words.what === '' ? { ...words, what: t('problems.other', { code: problem.code }) } : words;
}

/** A problem as a toast tells it. English toasts are one sentence; a translation carries the exact words too. */
export function problemWords(problem: Problem, t: TFunction): ReactNode {
  const words = problemSpoken(problem, t);
  return codeWords(problem.code) ? saidTogether(words) : words.what;
}

export function problemPlace(problem: Pick<Problem, 'code' | 'message'>): string | undefined {
  // The words people know lead to the keys, whichever rule found that there is none.
  if (problem.message.startsWith('No active Metrc API key')) return '/admin/compliance';
  return places[problem.code];
}
