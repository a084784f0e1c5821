import type { Cultivar, SiteRef, StrainLink } from '../api/types';

export const linkAt = (cultivar: Pick<Cultivar, 'strainLinks'>, siteId: string): StrainLink | undefined =>
  cultivar.strainLinks.find((link) => link.siteId === siteId);

/** How many of these sites have a Metrc strain for the cultivar; links at other sites do not count. */
export const linkedSites = (cultivar: Pick<Cultivar, 'strainLinks'>, sites: Pick<SiteRef, 'id'>[]): number =>
  sites.filter((site) => linkAt(cultivar, site.id) !== undefined).length;
