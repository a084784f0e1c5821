import { UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column, DataListProps } from './DataList';
import { nextSort } from './listState';
import { RowCheckbox } from './RowCheckbox';
import type { List } from './useListState';
import styles from './DataList.module.css';

/** A click on a link, button or field inside a row means that thing, not the row. */
export function meansTheRow(event: MouseEvent<HTMLElement>): boolean {
  const target = event.target as HTMLElement;
  const inner = target.closest('a, button, input, label, [role="dialog"]');
  return (
    (inner === null || inner === event.currentTarget) && (window.getSelection()?.toString() ?? '') === ''
  );
}

function SortHead<T>({ column, list }: { column: Column<T>; list: List | undefined }) {
  const name = column.sort;
  if (!list || !name) return <>{column.name}</>;
  const up = list.sort === name;
  const down = list.sort === `-${name}`;
  const Icon = up ? IconArrowUp : down ? IconArrowDown : IconArrowsSort;
  return (
    <UnstyledButton
      className={styles['sort']}
      data-on={up || down || undefined}
      onClick={() => list.change({ sort: nextSort(list.sort, name) })}
    >
      {column.name}
      <Icon size={14} aria-hidden />
    </UnstyledButton>
  );
}

function sortOf<T>(column: Column<T>, list: List | undefined): 'ascending' | 'descending' | undefined {
  if (!column.sort || !list?.sort) return undefined;
  if (list.sort === column.sort) return 'ascending';
  return list.sort === `-${column.sort}` ? 'descending' : undefined;
}

export function DataTable<T>(props: DataListProps<T> & { rows: T[] }) {
  const { label, columns, rows, rowKey, open, list, selection } = props;
  const { t } = useTranslation();
  return (
    <div className={styles['scroll']} role="region" aria-label={label} tabIndex={0}>
      <table className={styles['table']}>
        <thead>
          <tr>
            {selection ? (
              <th scope="col">
                <span className="visually-hidden">{t('kit.chosen')}</span>
              </th>
            ) : null}
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                data-number={column.number || undefined}
                aria-sort={sortOf(column, list)}
              >
                <SortHead column={column} list={list} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              data-opens={open ? true : undefined}
              onClick={open ? (event) => meansTheRow(event) && open(row) : undefined}
            >
              {selection ? (
                <td>
                  <RowCheckbox row={row} selection={selection} />
                </td>
              ) : null}
              {columns.map((column) => (
                <td key={column.key} data-number={column.number || undefined}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
