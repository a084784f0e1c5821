import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import styles from './PlainLink.module.css';

/** The name of a thing as a link to it. */
export function PlainLink({
  to,
  search,
  children,
}: {
  to: string;
  search?: Record<string, string>;
  children: ReactNode;
}) {
  return (
    <Link to={to} search={search} className={styles['link']}>
      {children}
    </Link>
  );
}

export function BackLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link to={to} className={styles['back']}>
      <span aria-hidden="true">←</span> {children}
    </Link>
  );
}
