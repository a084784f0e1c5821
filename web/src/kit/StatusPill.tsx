import type { ReactNode } from 'react';
import type { IconShape } from './icon';
import type { Tone } from './tones';
import styles from './StatusPill.module.css';

export interface PillLook {
  tone: Tone;
  icon: IconShape;
  dashed?: boolean;
}

interface Props extends PillLook {
  children: ReactNode;
}

/** A status in words, with a colour and an icon that say the same: never colour alone. */
export function StatusPill({ tone, icon: Icon, dashed = false, children }: Props) {
  return (
    <span className={styles['pill']} data-tone={tone} data-dashed={dashed || undefined}>
      <span aria-hidden="true" className={styles['icon']}>
        <Icon size={14} stroke={2.2} />
      </span>
      <span>{children}</span>
    </span>
  );
}
