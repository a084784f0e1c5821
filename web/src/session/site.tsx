import { createContext, use, useCallback, useMemo, useState, type ReactNode } from 'react';
import type { SiteRef } from '../api/types';
import { useSession } from './session';

interface SiteChoice {
  sites: SiteRef[];
  /** The chosen site, or null for all of them. */
  site: SiteRef | null;
  /** For screens that need one site: the chosen one, else the one worked in last, else the first. */
  oneSite: SiteRef | null;
  choose: (siteId: string | null) => void;
}

const Context = createContext<SiteChoice | null>(null);

const memory = (organisationId: string) => `tendril-site-${organisationId}`;
/** Outlives "all sites", so that a screen of one site opens where the person was. */
const lastMemory = (organisationId: string) => `tendril-last-site-${organisationId}`;

/** Remembers the site that a person works in, per organisation and device. */
export function SiteProvider({ children }: { children: ReactNode }) {
  const { organization, sites } = useSession();
  const [siteId, setSiteId] = useState(() => localStorage.getItem(memory(organization.id)));
  const [lastId, setLastId] = useState(() => siteId ?? localStorage.getItem(lastMemory(organization.id)));
  const choose = useCallback(
    (id: string | null) => {
      if (id) {
        localStorage.setItem(memory(organization.id), id);
        localStorage.setItem(lastMemory(organization.id), id);
        setLastId(id);
      } else localStorage.removeItem(memory(organization.id));
      setSiteId(id);
    },
    [organization.id],
  );
  const value = useMemo(() => {
    const only = sites.length === 1 ? sites[0] : undefined;
    const site = sites.find((one) => one.id === siteId) ?? only ?? null;
    const last = sites.find((one) => one.id === lastId);
    return { sites, site, oneSite: site ?? last ?? sites[0] ?? null, choose };
  }, [sites, siteId, lastId, choose]);
  return <Context value={value}>{children}</Context>;
}

export function useSite(): SiteChoice {
  const choice = use(Context);
  if (!choice) throw new Error('useSite needs a SiteProvider above it.');
  return choice;
}
