import { Select } from '@mantine/core';
import { IconMapPin } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSite } from '../session/site';

const all = 'all';

/** The site that lists are about. With one site there is nothing to choose; its name stands there. */
export function SiteSwitcher() {
  const { t } = useTranslation();
  const { sites, site, choose } = useSite();
  if (sites.length === 0) return null;
  const options = sites.map((one) => ({ value: one.id, label: one.name }));
  return (
    <Select
      aria-label={t('app.site')}
      leftSection={<IconMapPin size={18} aria-hidden />}
      data={sites.length > 1 ? [{ value: all, label: t('app.allSites') }, ...options] : options}
      value={site?.id ?? all}
      onChange={(value) => choose(value === all ? null : value)}
      allowDeselect={false}
      variant="filled"
    />
  );
}
