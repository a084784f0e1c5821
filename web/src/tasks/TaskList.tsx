import { Button, SegmentedControl, Select, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCalendar, IconListCheck, IconPlus, IconSearch } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../kit/EmptyState';
import { ScreenLoading } from '../kit/Loading';
import { Page } from '../kit/Page';
import { useNow } from '../kit/useNow';
import { useMay } from '../session/session';
import { DeviceNote } from './DeviceNote';
import { TaskRow } from './TaskRow';
import { groupsOf, views, type TaskItem, type TaskView } from './taskItems';
import styles from './Tasks.module.css';
import { useTaskActions } from './useTaskActions';
import { linkOf, useDoneTasks, useLinks, useOpenTasks } from './useTasks';

const links = ['all', 'batch', 'harvest'] as const;
type LinkFilter = (typeof links)[number];

/** What is to be done, from this device's own store: the same with or without a connection. */
export function TaskList() {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const { view: asked, link: linked }: { view?: unknown; link?: unknown } = useSearch({ strict: false });
  const view = views.find((one) => one === asked) ?? 'open';
  const only = links.find((one) => one === linked) ?? 'all';
  const show = (search: Record<string, string>) => void navigate({ to: '.', search, replace: true });
  const [words, setWords] = useState('');
  const [search] = useDebouncedValue(words.trim(), 150);
  return (
    <Page
      title={t('tasks.title')}
      lead={t('tasks.lead')}
      actions={
        <>
          <Button
            component={Link}
            to="/tasks/calendar"
            variant="default"
            leftSection={<IconCalendar size={18} aria-hidden />}
          >
            {t('tasks.calendar.title')}
          </Button>
          {may('task:edit') ? (
            <Button component={Link} to="/tasks/new" leftSection={<IconPlus size={18} aria-hidden />}>
              {t('tasks.new')}
            </Button>
          ) : null}
        </>
      }
    >
      <Stack>
        <DeviceNote />
        <div className={styles['tools']}>
          <SegmentedControl
            className={styles['views']}
            aria-label={t('tasks.views.label')}
            value={view}
            onChange={(value) => show({ view: value, ...(only === 'all' ? {} : { link: only }) })}
            data={views.map((value) => ({ value, label: t(`tasks.views.${value}`) }))}
          />
          <TextInput
            type="search"
            aria-label={t('tasks.search')}
            placeholder={t('tasks.search')}
            leftSection={<IconSearch size={18} aria-hidden />}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <Select
            aria-label={t('tasks.link.filter')}
            value={only}
            allowDeselect={false}
            onChange={(value) => show({ view, ...(value && value !== 'all' ? { link: value } : {}) })}
            data={links.map((value) => ({ value, label: t(`tasks.link.only.${value}`) }))}
          />
        </div>
        <Groups view={view} search={search} only={only} />
      </Stack>
    </Page>
  );
}

const fits = (item: TaskItem, only: LinkFilter) =>
  only === 'all' || (only === 'batch' ? item.batchId : item.harvestId) !== null;

function Groups({ view, search, only }: { view: TaskView; search: string; only: LinkFilter }) {
  const { t } = useTranslation();
  const now = useNow().getTime();
  const open = useOpenTasks(search);
  const done = useDoneTasks(search);
  const actions = useTaskActions();
  const all = view === 'done' ? done : open;
  const items = useMemo(() => all?.filter((item) => fits(item, only)), [all, only]);
  const linked = useLinks(items ?? nothing);
  if (!items) return <ScreenLoading />;
  const groups = groupsOf(items, view, now);
  if (groups.length === 0)
    return (
      <EmptyState
        icon={IconListCheck}
        title={t(search || only !== 'all' ? 'tasks.nothingFound' : `tasks.empty.${view}`)}
        text={t('tasks.emptyText')}
      />
    );
  return groups.map((group) => (
    <section key={group.key} aria-labelledby={`tasks-${group.key}`}>
      <h2
        id={`tasks-${group.key}`}
        className={styles['group']}
        data-late={group.key === 'overdue' || undefined}
      >
        {t(`tasks.groups.${group.key}`)} <span className={styles['count']}>{group.items.length}</span>
      </h2>
      <ul className={styles['rows']}>
        {group.items.map((item) => (
          <TaskRow key={item.id} item={item} actions={actions} now={now} link={linkOf(item, linked)} />
        ))}
      </ul>
    </section>
  ));
}

const nothing: readonly TaskItem[] = [];
