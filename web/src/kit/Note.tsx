import { IconAlertTriangle, IconCheck, IconClock, IconInfoCircle, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { IconShape } from './icon';
import type { Tone } from './tones';
import styles from './Note.module.css';

const icons: Record<Tone, IconShape> = {
  green: IconCheck,
  yellow: IconClock,
  orange: IconAlertTriangle,
  red: IconX,
  blue: IconInfoCircle,
  grey: IconInfoCircle,
};

interface Props {
  tone: Tone;
  title: ReactNode;
  icon?: IconShape;
  /** Read out at once, for what a person must not miss. */
  urgent?: boolean;
  children?: ReactNode;
}

/** A message in the flow of a screen, in the same colours as the status pills. */
export function Note({ tone, title, icon, urgent = false, children }: Props) {
  const Icon = icon ?? icons[tone];
  return (
    <div className={styles['note']} data-tone={tone} role={urgent ? 'alert' : undefined}>
      <span className={styles['icon']}>
        <Icon size={20} aria-hidden />
      </span>
      <div className={styles['words']}>
        <div className={styles['title']}>{title}</div>
        {children}
      </div>
    </div>
  );
}
