import type { DataListProps } from './DataList';
import { meansTheRow } from './DataTable';
import styles from './DataList.module.css';

export function DataCards<T>({ label, columns, rows, rowKey, open }: DataListProps<T> & { rows: T[] }) {
  const title = columns.find((column) => column.phone === 'title') ?? columns[0];
  const corner = columns.find((column) => column.phone === 'corner');
  const rest = columns.filter((column) => column !== title && column !== corner && column.phone !== 'hide');
  return (
    <ul className={styles['cards']} aria-label={label}>
      {rows.map((row) => (
        <li
          key={rowKey(row)}
          className={styles['card']}
          data-opens={open ? true : undefined}
          onClick={open ? (event) => meansTheRow(event) && open(row) : undefined}
        >
          <div className={styles['cardHead']}>
            <div className={styles['cardTitle']}>{title?.cell(row)}</div>
            {corner ? <div>{corner.cell(row)}</div> : null}
          </div>
          <dl className={styles['cardFacts']}>
            {rest.map((column) => (
              <div key={column.key}>
                <dt>{column.name}</dt>
                <dd>{column.cell(row)}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}
