import { IconAlertTriangle, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../api/types';
import { Exact } from './Exact';
import { spokenWithField } from './spoken';
import styles from './Findings.module.css';

/** What the rules found: each with its severity in words, the field, and what to do. */
export function Findings({ findings }: { findings: Finding[] }) {
  const { t } = useTranslation();
  if (findings.length === 0) return null;
  return (
    <ul className={styles['findings']}>
      {findings.map((finding) => {
        const { what, todo, exact } = spokenWithField(finding, t);
        return (
          <li key={`${finding.code} ${finding.field}`} data-severity={finding.severity}>
            <span className={styles['icon']} aria-hidden="true">
              {finding.severity === 'error' ? <IconX size={18} /> : <IconAlertTriangle size={18} />}
            </span>
            <div>
              <strong>{t(`kit.severity.${finding.severity}`)}</strong> {what}
              {todo ? <div className={styles['help']}>{todo}</div> : null}
              <Exact text={exact} />
            </div>
          </li>
        );
      })}
    </ul>
  );
}
