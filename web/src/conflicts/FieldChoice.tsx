import { Radio, Textarea } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Ago } from '../kit/Moment';
import { StatusPill } from '../kit/StatusPill';
import { useSession } from '../session/session';
import { usePeople } from '../session/people';
import { bothOf, type FieldConflict, type Side } from './conflictGroups';
import { fieldName } from './fieldName';
import { FieldValue } from './FieldValue';
import styles from './Conflicts.module.css';

interface Props {
  conflict: FieldConflict;
  /** The value that is to stand. */
  value: string | null;
  choose: (value: string | null) => void;
}

/** One field of a conflict: every value beside the others, who set it and when, and which one is to stand. */
export function FieldChoice({ conflict, value, choose }: Props) {
  const { t } = useTranslation();
  const { declared, name, sides, base, stands } = conflict;
  const both = bothOf(conflict);
  const group = conflict.records[0]?.id ?? name;
  const isBoth = both !== null && sides.every((side) => side.value !== value);
  return (
    <fieldset className={styles['field']}>
      <legend className={styles['legend']}>{fieldName(t, name)}</legend>
      <p className={styles['base']}>
        {t('conflicts.before')} <FieldValue field={declared} value={base} />
      </p>
      <div className={styles['sides']}>
        {sides.map((side) => (
          <label
            key={side.value ?? ''}
            className={styles['side']}
            data-chosen={side.value === value || undefined}
          >
            {declared ? (
              <Radio name={group} checked={side.value === value} onChange={() => choose(side.value)} />
            ) : null}
            <span className={styles['value']}>
              <FieldValue field={declared} value={side.value} />
              <Who side={side} />
              {side.value === stands ? (
                <StatusPill tone="grey" icon={IconCheck}>
                  {t('conflicts.standsNow')}
                </StatusPill>
              ) : null}
            </span>
          </label>
        ))}
        {both !== null ? (
          <div className={styles['side']} data-chosen={isBoth || undefined}>
            <Radio name={group} label={t('conflicts.both')} checked={isBoth} onChange={() => choose(both)} />
            {isBoth && declared?.kind === 'text' ? (
              <Textarea
                aria-label={t('conflicts.bothText')}
                autosize
                maxLength={declared.maxLength}
                value={value ?? ''}
                onChange={({ currentTarget }) => choose(currentTarget.value)}
              />
            ) : null}
          </div>
        ) : null}
      </div>
      {declared ? null : <p className={styles['base']}>{t('conflicts.nothingToChoose')}</p>}
    </fieldset>
  );
}

function Who({ side: { by, at } }: { side: Side }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const nameOf = usePeople();
  const name = by === user.id ? t('conflicts.you') : (nameOf(by) ?? t('conflicts.somebody'));
  return (
    <span className={styles['who']}>
      {name} · <Ago at={at} />
    </span>
  );
}
