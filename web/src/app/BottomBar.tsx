import { UnstyledButton } from '@mantine/core';
import { IconMenu2 } from '@tabler/icons-react';
import { Link, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../session/session';
import { currentItem, navFor } from './nav';
import styles from './Shell.module.css';

/** The phone's menu, in reach of the thumb. */
export function BottomBar({ openMore }: { openMore: () => void }) {
  const { t } = useTranslation();
  const items = navFor(useMay()).filter((item) => item.bar);
  const current = useRouterState({ select: (state) => currentItem(state.location.pathname) });
  return (
    <nav className={styles['bar']} aria-label={t('app.bar')}>
      {items.map((item) => {
        const Icon = item.icon;
        const on = item === current ? 'page' : undefined;
        return (
          <Link
            key={item.key}
            to={item.to}
            className={styles['tab']}
            aria-current={on}
            activeOptions={{ exact: true, includeSearch: false }}
          >
            <Icon size={24} stroke={1.7} aria-hidden />
            {t(`app.nav.${item.key}`)}
          </Link>
        );
      })}
      <UnstyledButton className={styles['tab']} onClick={openMore}>
        <IconMenu2 size={24} stroke={1.7} aria-hidden />
        {t('app.more')}
      </UnstyledButton>
    </nav>
  );
}
