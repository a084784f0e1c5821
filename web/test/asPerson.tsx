import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Session, SiteRef } from '../src/api/types';

export function site(id: string, name: string): SiteRef {
  return { id, name, license: `403-${id}`, state: 'CO', timeZone: 'America/Denver', sandbox: false };
}

export const ana: Session = {
  user: { id: 'u1', email: 'ana@green.test', fullName: 'Ana', language: 'en', theme: 'auto' },
  organization: { id: 'o1', name: 'Green' },
  role: 'org_admin',
  permissions: [],
  organizations: [{ id: 'o1', name: 'Green' }],
  demo: false,
  passwordChangeNeeded: false,
  sites: [site('s1', 'Attic'), site('s2', 'Barn'), site('s3', 'Cellar')],
};

/** Everything that a hook of the shell finds above it, for one signed-in person. */
export function asPerson(session: Session = ana) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } });
  client.setQueryData(['/session', {}], session);
  return function Person({ children }: { children: ReactNode }) {
    return (
      <MantineProvider>
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
      </MantineProvider>
    );
  };
}
