import { ActionIcon, Button, Group, Stack } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconListCheck, IconPlus } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { todayIn } from '../kit/format';
import { ScreenLoading } from '../kit/Loading';
import { Page } from '../kit/Page';
import { useNow } from '../kit/useNow';
import { useMay } from '../session/session';
import { useSite } from '../session/site';
import { Agenda } from './Agenda';
import { monthsLater, weeksOf } from './calendarDays';
import { DeviceNote } from './DeviceNote';
import { MonthGrid } from './MonthGrid';
import { calendarItems } from './taskItems';
import styles from './Tasks.module.css';
import { useSeries } from './useSeries';
import { useDecidedDays, useTasksBetween } from './useTasks';

const isMonth = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(value);

/** A month: as a grid where there is room, as a list of days on a phone. Days of series to come are shown too. */
export function TaskCalendar() {
  const { t, i18n } = useTranslation();
  const may = useMay();
  const { oneSite } = useSite();
  const zone = oneSite?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const today = todayIn(zone, useNow());
  const navigate = useNavigate();
  const asked: { month?: unknown } = useSearch({ strict: false });
  const month = isMonth(asked.month) ? asked.month : today.slice(0, 7);
  const go = (to: string) => void navigate({ to: '.', search: { month: to }, replace: true });
  const name = new Intl.DateTimeFormat(i18n.language, {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(Date.parse(`${month}-01`));
  return (
    <Page
      title={t('tasks.calendar.title')}
      lead={t('tasks.calendar.lead')}
      actions={
        <>
          <Button
            component={Link}
            to="/tasks"
            variant="default"
            leftSection={<IconListCheck size={18} aria-hidden />}
          >
            {t('tasks.calendar.list')}
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
        <Group justify="space-between" wrap="nowrap">
          <h2 className={styles['month']} aria-live="polite">
            {name}
          </h2>
          <Group gap="xs" wrap="nowrap">
            <ActionIcon
              variant="default"
              size={48}
              aria-label={t('tasks.calendar.previous')}
              onClick={() => go(monthsLater(month, -1))}
            >
              <IconChevronLeft size={22} aria-hidden />
            </ActionIcon>
            <Button variant="default" onClick={() => go(today.slice(0, 7))}>
              {t('tasks.today')}
            </Button>
            <ActionIcon
              variant="default"
              size={48}
              aria-label={t('tasks.calendar.next')}
              onClick={() => go(monthsLater(month, 1))}
            >
              <IconChevronRight size={22} aria-hidden />
            </ActionIcon>
          </Group>
        </Group>
        <Month month={month} today={today} />
      </Stack>
    </Page>
  );
}

function Month({ month, today }: { month: string; today: string }) {
  const weeks = useMemo(() => weeksOf(month), [month]);
  const [from, to] = [weeks[0]?.[0] ?? '', weeks.at(-1)?.[6] ?? ''];
  const tasks = useTasksBetween(from, to);
  const series = useSeries();
  const decided = useDecidedDays(from, to);
  const items = useMemo(
    () => (tasks && series ? calendarItems(tasks, series, decided, from, to) : undefined),
    [tasks, series, decided, from, to],
  );
  if (!items) return <ScreenLoading />;
  return (
    <>
      <div className={styles['onDesktop']}>
        <MonthGrid weeks={weeks} month={month} today={today} items={items} />
      </div>
      <div className={styles['onPhone']}>
        <Agenda month={month} today={today} items={items} />
      </div>
    </>
  );
}
