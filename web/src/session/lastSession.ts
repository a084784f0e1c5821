import type { Problem } from '../api/problem';
import type { Session } from '../api/types';

const key = 'tendril-last-session';
/** Names of the people whose work this device shows. */
const peopleKey = 'tendril-people';

/** Nobody answered, or only a proxy that stands in front of a server that is away. */
export const serverIsAway = ({ status }: Problem): boolean => [0, 502, 503, 504].includes(status);

/** Remembers who is signed in, for opening the app without the server. No secret: the cookie stays the browser's. */
export function keepSession(session: Session): void {
  try {
    window.localStorage.setItem(key, JSON.stringify(session));
  } catch {
    return; // storage is closed in some private windows; the app then opens with the server only
  }
}

export function forgetSession(): void {
  try {
    window.localStorage.removeItem(key);
    window.localStorage.removeItem(peopleKey);
  } catch {
    return;
  }
}

/** The person who was here last; null when they signed out, or when nothing can be read. */
export function lastSession(): Session | null {
  try {
    return JSON.parse(window.localStorage.getItem(key) ?? 'null') as Session | null;
  } catch {
    return null;
  }
}

export interface KnownPeople {
  readonly organization: string;
  readonly items: readonly { readonly userId: string; readonly fullName: string }[];
}

/** Remembers names, so that they are there without the server too; whoever signs out takes them along. */
export function keepPeople(people: KnownPeople): void {
  try {
    window.localStorage.setItem(peopleKey, JSON.stringify(people));
  } catch {
    return;
  }
}

export function lastPeople(organization: string): KnownPeople['items'] {
  try {
    const found = JSON.parse(window.localStorage.getItem(peopleKey) ?? 'null') as KnownPeople | null;
    return found?.organization === organization ? found.items : [];
  } catch {
    return [];
  }
}
