/** What every screen knows, under the names that screens use. The shapes come from the server's OpenAPI document. */
import type { components } from './schema';

export type Schema = components['schemas'];

export type Badge = Schema['SyncBadge'];
export type Language = 'en' | 'es' | 'fr';
export type Theme = 'light' | 'dark' | 'auto';
export type Finding = Schema['Finding'];
export type SiteRef = Schema['SiteRef'];
export type Organisation = Schema['OrganizationRef'];

/** The server keeps language and theme as text; it answers only these. */
export type Session = Omit<Schema['SessionView'], 'user'> & {
  user: Omit<Schema['SessionUser'], 'language' | 'theme'> & { language: Language; theme: Theme };
};

/** A page of any list; `next` is absent on the last. */
export interface Page<T> {
  items: T[];
  total: number;
  next?: number | null;
}
