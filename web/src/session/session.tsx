import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useRead } from '../api/hooks';
import { send } from '../api/http';
import { Problem } from '../api/problem';
import type { Session } from '../api/types';
import { may, type Permission } from './permissions';

const key = ['/session', {}];

/** The signed-in person, or null. Asked once; changes replace it. */
export async function loadSession(client: QueryClient): Promise<Session | null> {
  const known = client.getQueryData<Session>(key);
  if (known) return known;
  try {
    const { body } = await send<Session>('GET', '/session');
    client.setQueryData(key, body);
    return body;
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null;
    throw error;
  }
}

/** Everything that was read belongs to the old person or organisation; it goes when the session changes. */
export function replaceSession(client: QueryClient, session: Session | null): void {
  client.clear();
  if (session) client.setQueryData(key, session);
}

export function updateSession(client: QueryClient, session: Session): void {
  client.setQueryData(key, session);
}

/** The session inside the shell, where there always is one. */
export function useSession(): Session {
  const { data } = useRead<Session>('/session');
  const client = useQueryClient();
  const session = data ?? client.getQueryData<Session>(key);
  if (!session) throw new Error('A screen of the shell was drawn without a session.');
  return session;
}

export function useMay(): (permission: Permission | undefined) => boolean {
  const session = useSession();
  return useCallback((permission: Permission | undefined) => may(session, permission), [session]);
}
