import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import type { Page } from '../api/types';
import type { Problem } from '../api/problem';
import { DataCards } from './DataCards';
import { DataTable } from './DataTable';
import { EmptyState, type EmptyWords } from './EmptyState';
import { ListPages } from './ListPages';
import { ProblemNote } from './ProblemNote';
import type { Selection } from './selection';
import { RowsLoading } from './Loading';
import type { List } from './useListState';
import styles from './DataList.module.css';

export interface Column<T> {
  key: string;
  name: string;
  cell: (row: T) => ReactNode;
  /** The server's name of the sort; columns without it cannot be sorted. */
  sort?: string;
  number?: boolean;
  /** On a phone a row is a card: its title, the corner beside it, a line of its own, a button below, or left out. */
  phone?: 'title' | 'corner' | 'wide' | 'action' | 'hide';
}

export interface DataListProps<T> {
  label: string;
  columns: Column<T>[];
  page: Page<T> | undefined;
  problem: Problem | null;
  retry: () => unknown;
  rowKey: (row: T) => string;
  open?: (row: T) => void;
  /** Puts a checkbox before each row. */
  selection?: Selection<T> | undefined;
  list?: List;
  empty: EmptyWords;
}

/** A list as a table, or as cards where the screen is narrow: with loading, empty and failed states. */
export function DataList<T>(props: DataListProps<T>) {
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const { page, problem, list, label } = props;
  if (problem && !page) return <ProblemNote problem={problem} retry={props.retry} />;
  if (!page) return <RowsLoading label={label} />;
  if (page.items.length === 0) return <EmptyState {...props.empty} />;
  return (
    <div className={styles['list']}>
      {problem ? <ProblemNote problem={problem} retry={props.retry} /> : null}
      {narrow ? <DataCards {...props} rows={page.items} /> : <DataTable {...props} rows={page.items} />}
      {list ? <ListPages list={list} total={page.total} /> : null}
    </div>
  );
}
