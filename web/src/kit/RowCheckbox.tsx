import { Checkbox } from '@mantine/core';
import type { Selection } from './selection';
import styles from './DataList.module.css';

export function RowCheckbox<T>({ row, selection }: { row: T; selection: Selection<T> }) {
  if (!selection.can(row)) return null;
  return (
    <label className={styles['check']}>
      <Checkbox
        size="md"
        aria-label={selection.name(row)}
        checked={selection.has(row)}
        onChange={() => selection.toggle(row)}
      />
    </label>
  );
}
