import { Select, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isLanguage, languages, switchLanguage } from '../i18n';
import styles from './Doorway.module.css';

/** The frame of the screens before someone is signed in. */
export function Doorway({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  const { t, i18n } = useTranslation();
  useEffect(() => {
    document.title = `${title} · Tendril`;
  }, [title]);
  return (
    <main className={styles['doorway']}>
      <div className={styles['card']}>
        <div className={styles['brand']}>
          <img src="/tendril.svg" alt="" width={44} height={44} />
          <span>{t('app.name')}</span>
        </div>
        <Title order={1} size="h2">
          {title}
        </Title>
        {lead ? <p className={styles['lead']}>{lead}</p> : null}
        {children}
      </div>
      <Select
        className={styles['language'] ?? ''}
        aria-label={t('settings.language')}
        variant="unstyled"
        data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
        value={i18n.language}
        allowDeselect={false}
        onChange={(value) => isLanguage(value) && void switchLanguage(value)}
      />
    </main>
  );
}
