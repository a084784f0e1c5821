import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useRead } from '../api/hooks';
import { send } from '../api/http';
import { Problem } from '../api/problem';
import type { Session } from '../api/types';
import { forgetSession, keepSession, lastSession, serverIsAway } from './lastSession';
import { noteVisit } from './lastVisit';
import { may, type Permission } from './permissions';

const key = ['/session', {}];

const asking = new WeakMap<QueryClient, Promise<Session | null>>();

/** The signed-in person, or null. Asked once, also when two ask at the same time; changes replace it. */
export function loadSession(client: QueryClient): Promise<Session | null> {
  const known = client.getQueryData<Session>(key);
  if (known) return Promise.resolve(known);
  const asked = asking.get(client) ?? askSession(client).finally(() => asking.delete(client));
  asking.set(client, asked);
  return asked;
}

async function askSession(client: QueryClient): Promise<Session | null> {
  try {
    const { body } = await send<Session>('GET', '/session');
    client.setQueryData(key, body);
    noteVisit(true);
    keepSession(body);
    return body;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.status === 401) {
      forgetSession();
      return null;
    }
    // Without the server the app opens for the person who was here last, on what this device holds.
    const last = serverIsAway(error) ? lastSession() : null;
    if (!last) throw error;
    client.setQueryData(key, last);
    return last;
  }
}

/** Everything that was read belongs to the old person or organisation; it goes when the session changes. */
export function replaceSession(client: QueryClient, session: Session | null): void {
  client.clear();
  noteVisit(session !== null);
  if (!session) return forgetSession();
  keepSession(session);
  client.setQueryData(key, session);
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
