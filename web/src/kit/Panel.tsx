import type { ReactNode } from 'react';
import { useId } from 'react';
import styles from './Panel.module.css';

interface Props {
  title?: string;
  lead?: ReactNode;
  actions?: ReactNode;
  flush?: boolean;
  children: ReactNode;
}

/** A titled group of things on a screen. */
export function Panel({ title, lead, actions, flush = false, children }: Props) {
  const id = useId();
  return (
    <section
      className={styles['panel']}
      aria-labelledby={title ? id : undefined}
      data-flush={flush || undefined}
    >
      {title ? (
        <header className={styles['head']}>
          <div>
            <h2 id={id} className={styles['title']}>
              {title}
            </h2>
            {lead ? <p className={styles['lead']}>{lead}</p> : null}
          </div>
          {actions ? <div className={styles['actions']}>{actions}</div> : null}
        </header>
      ) : null}
      {children}
    </section>
  );
}
