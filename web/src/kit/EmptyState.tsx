import { IconSeedling } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { IconShape } from './icon';
import styles from './EmptyState.module.css';

export interface EmptyWords {
  title: string;
  text?: string;
  action?: ReactNode;
  icon?: IconShape;
}

/** Nothing here, why, and what to do next. */
export function EmptyState({ title, text, action, icon: Icon = IconSeedling }: EmptyWords) {
  return (
    <div className={styles['empty']}>
      <span className={styles['icon']} aria-hidden="true">
        <Icon size={30} stroke={1.6} />
      </span>
      <p className={styles['title']}>{title}</p>
      {text ? <p className={styles['text']}>{text}</p> : null}
      {action}
    </div>
  );
}
