/** Shapes that every module shares. */

export type Badge = 'synced' | 'pending' | 'error' | 'unknown' | 'not_synced' | 'not_required';
export type Language = 'en' | 'es' | 'fr';
export type Theme = 'light' | 'dark' | 'auto';

export interface Finding {
  code: string;
  severity: 'error' | 'warning';
  field?: string | null;
  message: string;
  help?: string | null;
}

/** A list's answer: the rows of one page, how many there are in all, and the next page's number if there is one. */
export interface Page<T> {
  items: T[];
  total: number;
  next?: number | null;
}

export interface SiteRef {
  id: string;
  name: string;
  license: string;
  state: string;
  timeZone: string;
  sandbox: boolean;
}

export interface Organisation {
  id: string;
  name: string;
}

export interface Session {
  user: { id: string; email: string; fullName: string; language: Language; theme: Theme };
  organization: Organisation;
  organizations: Organisation[];
  role: string;
  permissions: string[];
  sites: SiteRef[];
  demo: boolean;
}
