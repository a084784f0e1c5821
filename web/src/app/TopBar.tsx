import { ActionIcon, Kbd, UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useDevice } from '../sync/client/device';
import { AlertBell } from './AlertBell';
import { SiteSwitcher } from './SiteSwitcher';
import { UserMenu } from './UserMenu';
import styles from './Shell.module.css';

const SyncChip = lazy(() => import('./SyncChip').then((module) => ({ default: module.SyncChip })));

export function TopBar({ openSearch, openHelp }: { openSearch: () => void; openHelp: () => void }) {
  const { t } = useTranslation();
  const device = useDevice();
  return (
    <div className={styles['top']}>
      <Link to="/" className={styles['brand']} aria-label={t('app.home')}>
        <img src="/tendril.svg" alt="" width={32} height={32} />
        <span className="mantine-visible-from-sm">{t('app.name')}</span>
      </Link>
      <div className={styles['site']}>
        <SiteSwitcher />
      </div>
      <div className={`${styles['space']} mantine-visible-from-sm`} />
      <UnstyledButton className={`${styles['searchButton']} mantine-visible-from-md`} onClick={openSearch}>
        <IconSearch size={18} aria-hidden />
        {t('app.search')}
        <Kbd size="xs">{t('app.searchKey')}</Kbd>
      </UnstyledButton>
      <ActionIcon className="mantine-hidden-from-md" aria-label={t('app.search')} onClick={openSearch}>
        <IconSearch size={22} aria-hidden />
      </ActionIcon>
      <Suspense>{device ? <SyncChip /> : null}</Suspense>
      <AlertBell />
      <UserMenu openHelp={openHelp} />
    </div>
  );
}
