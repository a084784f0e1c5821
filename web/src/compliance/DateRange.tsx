import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { List } from '../kit/useListState';
import styles from './Compliance.module.css';

export function DateRange({ list }: { list: List }) {
  const { t } = useTranslation();
  return (
    <>
      {(['from', 'to'] as const).map((name) => (
        <TextInput
          key={name}
          type="date"
          className={styles['day']}
          label={t(`compliance.log.${name}`)}
          value={list.filters[name] ?? ''}
          onChange={(event) => list.change({ [name]: event.currentTarget.value })}
        />
      ))}
    </>
  );
}
