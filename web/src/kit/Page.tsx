import { Title } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import styles from './Page.module.css';

interface Props {
  title: string;
  lead?: ReactNode;
  back?: ReactNode;
  badge?: ReactNode;
  actions?: ReactNode;
  narrow?: boolean;
  children: ReactNode;
}

/** The frame of a screen: names the browser tab and takes the focus, so that a screen reader says where we are. */
export function Page({ title, lead, back, badge, actions, narrow = false, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Tendril`;
    heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <div className={styles['page']} data-narrow={narrow || undefined}>
      {back ? <div className={styles['back']}>{back}</div> : null}
      <header className={styles['head']}>
        <div className={styles['words']}>
          <div className={styles['title']}>
            <Title order={1} ref={heading} tabIndex={-1}>
              {title}
            </Title>
            {badge}
          </div>
          {lead ? <p className={styles['lead']}>{lead}</p> : null}
        </div>
        {actions ? <div className={styles['actions']}>{actions}</div> : null}
      </header>
      {children}
    </div>
  );
}
