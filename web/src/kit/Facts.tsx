import type { ReactNode } from 'react';
import styles from './Facts.module.css';

export interface Fact {
  name: string;
  value: ReactNode;
  wide?: boolean;
}

/** Names and values, read as a description list. Facts without a value are left out. */
export function Facts({ facts, columns = 2 }: { facts: (Fact | null | false)[]; columns?: 1 | 2 | 3 }) {
  return (
    <dl className={styles['facts']} data-columns={columns}>
      {facts.map((fact) =>
        fact ? (
          <div key={fact.name} data-wide={fact.wide || undefined}>
            <dt>{fact.name}</dt>
            <dd>{fact.value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}
