import type { DataListProps } from './DataList';
import { meansTheRow } from './DataTable';
import { RowCheckbox } from './RowCheckbox';
import styles from './DataList.module.css';

export function DataCards<T>(props: DataListProps<T> & { rows: T[] }) {
  const { label, columns, rows, rowKey, open, selection } = props;
  const title = columns.find((column) => column.phone === 'title') ?? columns[0];
  const corner = columns.find((column) => column.phone === 'corner');
  const actions = columns.filter((column) => column.phone === 'action');
  const rest = columns.filter(
    (column) => column !== title && column !== corner && column.phone !== 'hide' && column.phone !== 'action',
  );
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
            <div className={styles['cardTitle']}>
              {selection ? <RowCheckbox row={row} selection={selection} /> : null}
              {title?.cell(row)}
            </div>
            {corner ? <div>{corner.cell(row)}</div> : null}
          </div>
          <dl className={styles['cardFacts']}>
            {rest.map((column) => (
              <div key={column.key} data-wide={column.phone === 'wide' || undefined}>
                <dt>{column.name}</dt>
                <dd>{column.cell(row)}</dd>
              </div>
            ))}
          </dl>
          {actions.map((column) => (
            <div key={column.key} className={styles['cardAction']}>
              {column.cell(row)}
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}
