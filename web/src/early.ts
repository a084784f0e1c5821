import { begin } from './api/begun';
import { screenAt } from './app/screens';
import { loadCodes } from './i18n/codes';
import { languageHere, loadWords } from './i18n/words';
import { wasSignedIn } from './session/lastVisit';

// A script of its own, small, that runs while the libraries are still on their way. What the first screen needs is
// asked for here and at once; asked for by the app, it would come one after the other, and only then.

export const firstReads = window.location.pathname === '/' ? ['/today'] : [];

/** Only makes the browser fetch it; the app asks again and says what is wrong when it does not come. */
const fetchAhead = (load: () => Promise<unknown>) => void load().catch(() => undefined);

const language = languageHere();
fetchAhead(() => loadWords(language));
fetchAhead(() => loadCodes(language));

const session = begin('/session');
const known = wasSignedIn();
const beginFirstReads = () => firstReads.forEach((path) => void begin(path));
if (known) beginFirstReads();

fetchAhead(async () => {
  const { ok, status } = await session;
  if (status === 401) {
    void begin('/setup');
    return import('./session/SignIn');
  }
  if (ok && !known) beginFirstReads();
  return screenAt(window.location.pathname)?.load();
});
