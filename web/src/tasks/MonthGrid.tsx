import { Popover, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useNow } from '../kit/useNow';
import { dayText, timeText } from './dueWords';
import { TaskRow } from './TaskRow';
import { itemsByDay, type TaskItem } from './taskItems';
import styles from './Tasks.module.css';
import { useTaskActions } from './useTaskActions';

interface Props {
  weeks: readonly (readonly string[])[];
  month: string;
  today: string;
  items: readonly TaskItem[];
}

const mostShown = 3;

/** A month as a table; a day opens its tasks. */
export function MonthGrid({ weeks, month, today, items }: Props) {
  const { i18n } = useTranslation();
  const weekday = new Intl.DateTimeFormat(i18n.language, { weekday: 'short', timeZone: 'UTC' });
  const byDay = itemsByDay(items);
  return (
    <table className={styles['grid']}>
      <thead>
        <tr>
          {(weeks[0] ?? []).map((day) => (
            <th key={day} scope="col">
              {weekday.format(Date.parse(day))}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <td
                key={day}
                data-other={!day.startsWith(month) || undefined}
                data-today={day === today || undefined}
                aria-current={day === today ? 'date' : undefined}
              >
                <Day day={day} items={byDay.get(day) ?? []} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Day({ day, items }: { day: string; items: readonly TaskItem[] }) {
  const { t, i18n } = useTranslation();
  const now = useNow().getTime();
  const actions = useTaskActions();
  const number = <span className={styles['dayNumber']}>{Number(day.slice(8))}</span>;
  if (items.length === 0) return <div className={styles['day']}>{number}</div>;
  const label = t('tasks.calendar.day', { day: dayText(day, i18n.language, now), count: items.length });
  return (
    <Popover position="bottom" withArrow shadow="md" trapFocus width={380}>
      <Popover.Target>
        <UnstyledButton className={styles['day']}>
          {number}
          <VisuallyHidden>{label}</VisuallyHidden>
          {items.slice(0, mostShown).map((item) => (
            <span
              key={item.id}
              className={styles['chip']}
              data-status={item.status}
              data-coming={!item.isRow || undefined}
            >
              {item.dueAt ? timeText(item.dueAt, i18n.language) : ''} {item.title}
            </span>
          ))}
          {items.length > mostShown ? (
            <span className={styles['more']}>
              {t('tasks.calendar.more', { count: items.length - mostShown })}
            </span>
          ) : null}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <ul className={styles['rows']} aria-label={label}>
          {items.map((item) => (
            <TaskRow key={item.id} item={item} actions={actions} now={now} />
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
