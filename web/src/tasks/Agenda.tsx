import { IconCalendar } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../kit/EmptyState';
import { useNow } from '../kit/useNow';
import { dayText } from './dueWords';
import { TaskRow } from './TaskRow';
import { itemsByDay, type TaskItem } from './taskItems';
import styles from './Tasks.module.css';
import { useTaskActions } from './useTaskActions';

interface Props {
  month: string;
  today: string;
  items: readonly TaskItem[];
}

/** The days of a month that have tasks, one below the other; of this month, from today on. */
export function Agenda({ month, today, items }: Props) {
  const { t, i18n } = useTranslation();
  const now = useNow().getTime();
  const actions = useTaskActions();
  const days = [...itemsByDay(items)].filter(
    ([day]) => day.startsWith(month) && (!today.startsWith(month) || day >= today),
  );
  if (days.length === 0) return <EmptyState icon={IconCalendar} title={t('tasks.calendar.none')} />;
  return days.map(([day, ofDay]) => (
    <section key={day} aria-labelledby={`day-${day}`}>
      <h3 id={`day-${day}`} className={styles['group']}>
        {day === today ? t('tasks.today') : dayText(day, i18n.language, now)}
      </h3>
      <ul className={styles['rows']}>
        {ofDay.map((item) => (
          <TaskRow key={item.id} item={item} actions={actions} now={now} />
        ))}
      </ul>
    </section>
  ));
}
