import { ActionIcon } from '@mantine/core';
import type { ComponentPropsWithRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session';
import { initials } from './initials';
import styles from './Shell.module.css';

export function AccountButton(button: Omit<ComponentPropsWithRef<'button'>, 'color' | 'style'>) {
  const { t } = useTranslation();
  const { user } = useSession();
  return (
    <ActionIcon {...button} aria-label={t('app.account', { name: user.fullName })} aria-haspopup="menu">
      <span className={styles['initials']} data-initials={initials(user.fullName)} />
    </ActionIcon>
  );
}
