const key = 'tendril-was-signed-in';

/** Remembers whether somebody was signed in here, so that the next visit fetches the right things first. */
export function noteVisit(signedIn: boolean): void {
  try {
    if (signedIn) window.localStorage.setItem(key, 'yes');
    else window.localStorage.removeItem(key);
  } catch {
    // Storage is closed in some private windows; the next visit is then a little slower, and nothing else.
  }
}

export function wasSignedIn(): boolean {
  try {
    return window.localStorage.getItem(key) === 'yes';
  } catch {
    return false;
  }
}
