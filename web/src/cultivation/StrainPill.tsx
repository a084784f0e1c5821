import { IconCircleDashed, IconLink } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Cultivar, SiteRef } from '../api/types';
import { StatusPill } from '../kit/StatusPill';
import { linkedSites } from './strainLinkAt';

/** At how many of the shown sites the cultivar is linked to a Metrc strain. */
export function StrainPill({ cultivar, sites }: { cultivar: Cultivar; sites: SiteRef[] }) {
  const { t } = useTranslation();
  const linked = linkedSites(cultivar, sites);
  if (linked === 0) {
    return (
      <StatusPill tone="grey" icon={IconCircleDashed} dashed>
        {t('cultivation.cultivar.notLinked')}
      </StatusPill>
    );
  }
  return (
    <StatusPill tone={linked === sites.length ? 'green' : 'yellow'} icon={IconLink}>
      {sites.length > 1
        ? t('cultivation.cultivar.linkedAt', { linked, all: sites.length })
        : t('cultivation.cultivar.linked')}
    </StatusPill>
  );
}
