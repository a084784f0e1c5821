import { NativeSelect } from '@mantine/core';
import { IconMapPin } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSite } from '../session/site';
import styles from './Shell.module.css';

const all = 'all';

/**
 * The site that lists are about. With one site there is nothing to choose; its name stands there. The browser's own
 * list: it costs nothing to load, and a phone opens it in reach of the thumb.
 */
export function SiteSwitcher() {
  const { t } = useTranslation();
  const { sites, site, choose } = useSite();
  if (sites.length === 0) return null;
  const options = sites.map((one) => ({ value: one.id, label: one.name }));
  return (
    <NativeSelect
      aria-label={t('app.site')}
      leftSection={<IconMapPin size={18} aria-hidden />}
      data={sites.length > 1 ? [{ value: all, label: t('app.allSites') }, ...options] : options}
      value={site?.id ?? all}
      onChange={({ currentTarget }) => choose(currentTarget.value === all ? null : currentTarget.value)}
      size="md"
      variant="filled"
      classNames={{ input: styles['siteInput'] ?? '', section: styles['siteSection'] ?? '' }}
    />
  );
}
