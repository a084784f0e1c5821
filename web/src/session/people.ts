import { useMemo } from 'react';
import { useRead } from '../api/hooks';
import { keepPeople, lastPeople, type KnownPeople } from './lastSession';
import { useSession } from './session';

/** The name of a member by their id; undefined for somebody whose name is not known here. */
export function usePeople(): (id: string | null | undefined) => string | undefined {
  const { organization, user } = useSession();
  const { data } = useRead<Pick<KnownPeople, 'items'>>('/people');
  return useMemo(() => {
    if (data) keepPeople({ organization: organization.id, items: data.items });
    const items = data?.items ?? lastPeople(organization.id);
    const names = new Map(items.map(({ userId, fullName }) => [userId, fullName]));
    names.set(user.id, user.fullName);
    return (id) => (id ? names.get(id) : undefined);
  }, [data, organization.id, user]);
}
