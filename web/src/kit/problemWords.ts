import type { TFunction } from 'i18next';
import type { Problem } from '../api/problem';

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

/** What happened, as a sentence: the server's own words, or ours where it could not speak. */
export function problemWords(problem: Problem, t: TFunction): string {
  if (isKnown(problem.code))
    return t(`problems.${problem.code.replaceAll('.', '_') as 'http_500'}`, {
      traceId: problem.traceId ?? '–',
    });
  if (problem.message !== '') return problem.message;
  return t('problems.other', { code: problem.code });
}

export function problemPlace(problem: Pick<Problem, 'code' | 'message'>): string | undefined {
  // The words people know lead to the keys, whichever rule found that there is none.
  if (problem.message.startsWith('No active Metrc API key')) return '/admin/compliance';
  return places[problem.code];
}
