import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from '../kit/toast';
import { useSession } from '../session/session';
import { useDeviceRows } from '../sync/client/device';
import { dueText } from './dueWords';
import { planReminders, ShownReminders } from './reminders';
import { itemOf, textOf, type TaskItem } from './taskItems';
import { useZone } from './useTasks';

const nothing: readonly TaskItem[] = [];

/** Reminds of tasks while the app is open; of each once on this browser, whatever tab is in front. */
export default function TaskReminders() {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const { organization, user } = useSession();
  const zone = useZone();
  const [now, setNow] = useState(Date.now);
  const { answer } = useDeviceRows({
    table: 'tasks',
    where: [
      { field: 'status', is: 'equal', value: 'pending' },
      { field: 'remind_minutes', is: 'at_least', value: 0 },
    ],
  });
  const items = useMemo(
    () => answer?.rows.map((row) => itemOf(row, zone(textOf(row.values['site_id']) ?? ''))) ?? nothing,
    [answer, zone],
  );
  const shown = useMemo(
    () => new ShownReminders(`tendril-reminders-${organization.id}-${user.id}`),
    [organization.id, user.id],
  );
  useEffect(() => {
    const show = (item: TaskItem, isAlone: boolean) => {
      const when = t('tasks.remind.due', { when: dueText(item, Date.now(), t, i18n.language) });
      if (isAlone) toast.warn(item.title, when);
      if (!('Notification' in window) || Notification.permission !== 'granted' || !document.hidden) return;
      const note = new Notification(item.title, { body: when, tag: item.id });
      note.onclick = () => void navigate({ to: `/tasks/${item.id}` });
    };
    const act = () => {
      const plan = planReminders(items, shown.read(), Date.now());
      shown.add(plan.due.map(({ key }) => key));
      // A phone that was off for a while would be covered with notes: many are said in one.
      if (plan.due.length > 1)
        toast.warn(
          t('tasks.remind.many', { count: plan.due.length }),
          plan.due.map(({ item }) => item.title).join(' · '),
        );
      plan.due.forEach(({ item }) => show(item, plan.due.length === 1));
      return plan.nextAt;
    };
    // One tab at a time looks and remembers, so that two do not both remind.
    const within: Promise<number | undefined> =
      'locks' in navigator
        ? navigator.locks.request('tendril-reminders', () => act())
        : Promise.resolve(act());
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    void within.then((nextAt) => {
      if (isOver || nextAt === undefined) return;
      timer = setTimeout(() => setNow(Date.now()), nextAt - Date.now() + 500);
    });
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [items, shown, now, navigate, t, i18n.language]);
  return null;
}
