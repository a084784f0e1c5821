import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './kit/theme.css';
import { localStorageColorSchemeManager } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { makeQueryClient } from './app/queryClient';
import { makeRouter } from './app/router';
import { reading } from './api/hooks';
import { whenSignedOut } from './api/http';
import { firstReads } from './early';
import { startLanguages } from './i18n';
import { Themed } from './kit/Themed';
import { loadSession, replaceSession } from './session/session';

const client = makeQueryClient();
const router = makeRouter(client);
const schemes = localStorageColorSchemeManager({ key: 'tendril-theme' });

// The session ended on the server: ask to sign in again, and come back to the same place afterwards.
whenSignedOut(() => {
  const next = router.state.location.href;
  void router.navigate({ to: '/sign-in', search: { next } }).then(() => replaceSession(client, null));
});

// Begun by early.ts already. What it read for the first screen goes where that screen looks for it.
void loadSession(client)
  .then((session) => session && Promise.all(firstReads.map((path) => client.query(reading(path)))))
  .catch(() => null);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');

await startLanguages();

createRoot(root).render(
  <StrictMode>
    <Themed schemes={schemes}>
      {/* On a phone the buttons that a thumb looks for are at the bottom. */}
      <Notifications
        position={matchMedia('(max-width: 48em)').matches ? 'top-center' : 'bottom-center'}
        limit={4}
        containerWidth={420}
      />
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </Themed>
  </StrictMode>,
);
