import { useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useSite } from '../session/site';

/** `?site=ID` in an address (a link of an alert, a colleague's link) chooses that site. */
export function useSitesFromAddress(): void {
  const search: { site?: unknown } = useSearch({ strict: false });
  const { sites, choose } = useSite();
  const wanted = sites.find((site) => site.id === search.site)?.id;
  useEffect(() => {
    if (wanted) choose(wanted);
  }, [wanted, choose]);
}
