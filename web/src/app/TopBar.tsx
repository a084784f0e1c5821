import { ActionIcon, Kbd, UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { AlertBell } from './AlertBell';
import { SiteSwitcher } from './SiteSwitcher';
import { UserMenu } from './UserMenu';
import styles from './Shell.module.css';

export function TopBar({ openSearch, openHelp }: { openSearch: () => void; openHelp: () => void }) {
  const { t } = useTranslation();
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
      <AlertBell />
      <UserMenu openHelp={openHelp} />
    </div>
  );
}
