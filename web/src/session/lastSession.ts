import type { Problem } from '../api/problem';
import type { Session } from '../api/types';

const key = 'tendril-last-session';

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
