import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Operation } from '../api/types';
import type { Column } from '../kit/DataList';
import { operationLooks } from '../kit/looks';
import { Ago, Num } from '../kit/Moment';
import { StatusPill } from '../kit/StatusPill';
import { useKindName } from './operationWords';
import styles from './Compliance.module.css';

export function useOperationColumns(open: (id: string) => void): Column<Operation>[] {
  const { t } = useTranslation();
  const kindName = useKindName();
  return [
    {
      key: 'name',
      name: t('compliance.operations.about'),
      phone: 'title',
      cell: (row) => (
        <Anchor
          component="button"
          type="button"
          fw={560}
          c="var(--mantine-color-text)"
          onClick={() => open(row.id)}
        >
          {row.entityName}
        </Anchor>
      ),
    },
    { key: 'kind', name: t('compliance.operations.kind'), cell: (row) => kindName(row.kind) },
    {
      key: 'state',
      name: t('kit.status'),
      phone: 'corner',
      cell: (row) => (
        <StatusPill {...operationLooks[row.state]}>{t(`compliance.states.${row.state}`)}</StatusPill>
      ),
    },
    {
      key: 'error',
      phone: 'wide',
      name: t('compliance.operations.words'),
      cell: (row) =>
        row.error ? (
          <span className={styles['error']} lang="en">
            {row.error}
          </span>
        ) : (
          t(`compliance.stateWords.${row.state}`)
        ),
    },
    {
      key: 'attempts',
      name: t('compliance.operations.attempts'),
      number: true,
      phone: 'hide',
      cell: (row) => <Num value={row.attempts} />,
    },
    { key: 'updated', name: t('cultivation.updated'), cell: (row) => <Ago at={row.updatedAt} /> },
  ];
}
