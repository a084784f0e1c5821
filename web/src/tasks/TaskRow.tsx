import { ActionIcon, Menu } from '@mantine/core';
import {
  IconBell,
  IconCheck,
  IconClockEdit,
  IconDots,
  IconPencil,
  IconPlayerTrackNext,
  IconRepeat,
  IconRotate,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../session/session';
import { dueText } from './dueWords';
import { MoveDialog } from './MoveDialog';
import { RowState } from './RowState';
import { standingOf, type TaskItem } from './taskItems';
import styles from './Tasks.module.css';
import type { TaskActions } from './useTaskActions';
import type { Linked } from './useTasks';

interface Props {
  item: TaskItem;
  actions: TaskActions;
  now: number;
  link?: Linked | undefined;
}

/** One task: one tap completes it; the rest is behind the dots. */
export function TaskRow({ item, actions, now, link }: Props) {
  const { t, i18n } = useTranslation();
  const may = useMay();
  const mayEdit = may('task:edit') && actions.isReady;
  const isOpen = item.status === 'pending';
  return (
    <li className={styles['row']} data-status={item.status}>
      <button
        type="button"
        className={styles['tick']}
        disabled={!mayEdit}
        aria-label={t(isOpen ? 'tasks.completeNamed' : 'tasks.reopenNamed', { title: item.title })}
        onClick={() => (isOpen ? actions.complete(item) : actions.reopen(item))}
      >
        <span className={styles['tickBox']}>
          {item.status === 'skipped' ? (
            <IconPlayerTrackNext size={18} aria-hidden />
          ) : (
            <IconCheck size={20} stroke={2.4} aria-hidden />
          )}
        </span>
      </button>
      <div className={styles['words']}>
        <Title item={item} />
        <p className={styles['facts']}>
          <span data-late={isOpen && standingOf(item, now) === 'overdue' ? true : undefined}>
            {dueText(item, now, t, i18n.language)}
          </span>
          {item.seriesId ? <IconRepeat size={16} aria-label={t('tasks.repeats')} /> : null}
          {item.remindMinutes !== null ? <IconBell size={16} aria-label={t('tasks.reminds')} /> : null}
          {item.status === 'skipped' ? <span>{t('tasks.status.skipped')}</span> : null}
          {link ? (
            <Link to={link.to} className={styles['link']}>
              {t(`tasks.link.${link.kind}`)} {link.label}
            </Link>
          ) : null}
        </p>
        <RowState item={item} />
      </div>
      {mayEdit ? <More item={item} actions={actions} /> : null}
    </li>
  );
}

function Title({ item }: { item: TaskItem }) {
  return item.isRow ? (
    <Link to="/tasks/$id" params={{ id: item.id }} className={styles['title']}>
      {item.title}
    </Link>
  ) : (
    <span className={styles['title']}>{item.title}</span>
  );
}

function More({ item, actions }: { item: TaskItem; actions: TaskActions }) {
  const { t } = useTranslation();
  const [isMoving, setMoving] = useState(false);
  const isOpen = item.status === 'pending';
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" size={48} aria-label={t('tasks.moreNamed', { title: item.title })}>
            <IconDots size={22} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {isOpen ? (
            <>
              <Menu.Item
                leftSection={<IconClockEdit size={18} aria-hidden />}
                onClick={() => setMoving(true)}
              >
                {t('tasks.move.action')}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconPlayerTrackNext size={18} aria-hidden />}
                onClick={() => actions.skip(item)}
              >
                {t('tasks.skip')}
              </Menu.Item>
            </>
          ) : (
            <Menu.Item
              leftSection={<IconRotate size={18} aria-hidden />}
              onClick={() => actions.reopen(item)}
            >
              {t('tasks.reopen')}
            </Menu.Item>
          )}
          {item.seriesId ? (
            <Menu.Item
              component={Link}
              to={`/tasks/series/${item.seriesId}`}
              leftSection={<IconRepeat size={18} aria-hidden />}
            >
              {t('tasks.editSeries')}
            </Menu.Item>
          ) : null}
          {item.isRow ? (
            <Menu.Item
              component={Link}
              to={`/tasks/${item.id}`}
              leftSection={<IconPencil size={18} aria-hidden />}
            >
              {t('tasks.edit')}
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {isMoving ? <MoveDialog item={item} move={actions.move} close={() => setMoving(false)} /> : null}
    </>
  );
}
