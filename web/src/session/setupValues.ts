import { isValidTimeZone } from './timeZones';

export interface SetupValues extends Record<string, unknown> {
  setupCode: string;
  organizationName: string;
  siteName: string;
  license: string;
  state: string;
  timeZone: string;
  sandbox: boolean;
  fullName: string;
  email: string;
  password: string;
}

export type SetupField = keyof SetupValues & string;

/** Which fields each step asks for, in order. */
export const setupSteps: string[][] = [
  ['setupCode', 'organizationName'],
  ['siteName', 'license', 'state', 'timeZone', 'sandbox'],
  ['fullName', 'email', 'password'],
];

export const emptySetup = (timeZone: string): SetupValues => ({
  setupCode: '',
  organizationName: '',
  siteName: '',
  license: '',
  state: '',
  timeZone,
  sandbox: false,
  fullName: '',
  email: '',
  password: '',
});

/** The request as the server wants it: the site's fields in a group of their own. */
export function setupBody(values: SetupValues) {
  const { siteName, license, state, timeZone, sandbox, ...rest } = values;
  return { ...rest, site: { name: siteName, license, state, timeZone, sandbox } };
}

export type SetupMistake = 'missing' | 'email' | 'password' | 'zone';

export const passwordLength = 12;

/** What is wrong with one field, before the server is asked. */
export function setupMistake(field: string, values: SetupValues): SetupMistake | null {
  const value = values[field];
  if (typeof value !== 'string') return null;
  if (value.trim() === '') return 'missing';
  if (field === 'email' && !/^[^\s@]+@[^\s@]+$/.test(value.trim())) return 'email';
  if (field === 'password' && value.length < passwordLength) return 'password';
  return field === 'timeZone' && !isValidTimeZone(value) ? 'zone' : null;
}

/** The step that holds a refused field; the server names site fields `site.license` or `license`. */
export function stepOf(field: string | undefined): number | undefined {
  const plain = field?.replace(/^site\./i, '').toLowerCase();
  const name = /^site\.name$/i.test(field ?? '') ? 'sitename' : plain;
  const step = setupSteps.findIndex((fields) => fields.some((one) => one.toLowerCase() === name));
  return step === -1 ? undefined : step;
}
