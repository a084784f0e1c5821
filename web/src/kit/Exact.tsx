import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Spoken } from './spoken';
import styles from './Exact.module.css';

/** The server's own English words below their translation. */
export function Exact({ text }: { text: string | undefined }) {
  const { t } = useTranslation();
  return text ? (
    <span className={styles['exact']}>
      {t('problems.exact')} <span lang="en">{text}</span>
    </span>
  ) : null;
}

/** All of it in one place: a toast, or the line below a field. */
export function saidTogether({ what, todo, exact }: Spoken): ReactNode {
  const text = todo ? `${what} ${todo}` : what;
  return exact ? (
    <>
      {text}
      <Exact text={exact} />
    </>
  ) : (
    text
  );
}
