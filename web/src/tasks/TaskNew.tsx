import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { todayIn } from '../kit/format';
import { Page } from '../kit/Page';
import { BackLink } from '../kit/PlainLink';
import { useSite } from '../session/site';
import { DeviceNote } from './DeviceNote';
import { createEdits, newTask, type TaskValues } from './taskForm';
import { TaskForm } from './TaskForm';

/** A new task, or a series that begins with it. `?batch=` or `?harvest=` links it. */
export function TaskNew() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { oneSite } = useSite();
  const { batch, harvest }: { batch?: unknown; harvest?: unknown } = useSearch({ strict: false });
  const zone = oneSite?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const linked: Partial<TaskValues> =
    typeof harvest === 'string'
      ? { linkKind: 'harvest', linkId: harvest }
      : typeof batch === 'string'
        ? { linkKind: 'batch', linkId: batch }
        : {};
  return (
    <Page title={t('tasks.new')} narrow back={<BackLink to="/tasks">{t('tasks.title')}</BackLink>}>
      <DeviceNote />
      <TaskForm
        kind="new"
        initial={{ ...newTask(oneSite?.id ?? '', zone, todayIn(zone, new Date())), ...linked }}
        edits={(values) => createEdits(values, crypto.randomUUID())}
        saved={() => void navigate({ to: '/tasks' })}
      />
    </Page>
  );
}
