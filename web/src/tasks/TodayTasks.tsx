import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Panel } from '../kit/Panel';
import { PlainLink } from '../kit/PlainLink';
import { useNow } from '../kit/useNow';
import { TaskRow } from './TaskRow';
import { groupsOf } from './taskItems';
import styles from './Tasks.module.css';
import { useTaskActions } from './useTaskActions';
import { linkOf, useLinks, useOpenTasks } from './useTasks';

const mostShown = 5;

/** What is overdue and due today, to be done from here. */
export default function TodayTasks() {
  const { t } = useTranslation();
  const now = useNow().getTime();
  const open = useOpenTasks();
  const actions = useTaskActions();
  const items = groupsOf(open ?? [], 'today', now).flatMap((group) => group.items);
  const shown = items.slice(0, mostShown);
  const links = useLinks(shown);
  if (!open) return null;
  return (
    <Panel
      title={t('tasks.todayPanel.title')}
      lead={t('tasks.todayPanel.lead')}
      actions={<PlainLink to="/tasks">{t('tasks.todayPanel.all')}</PlainLink>}
    >
      {items.length === 0 ? <Text c="dimmed">{t('tasks.todayPanel.none')}</Text> : null}
      <ul className={styles['rows']} aria-label={t('tasks.todayPanel.title')}>
        {shown.map((item) => (
          <TaskRow key={item.id} item={item} actions={actions} now={now} link={linkOf(item, links)} />
        ))}
      </ul>
      {items.length > mostShown ? (
        <Text size="sm" c="dimmed" mt="xs">
          {t('tasks.todayPanel.more', { count: items.length - mostShown })}
        </Text>
      ) : null}
    </Panel>
  );
}
