import { Button } from '@mantine/core';
import { IconRepeat } from '@tabler/icons-react';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConflictBanner } from '../conflicts/ConflictBanner';
import { EmptyState } from '../kit/EmptyState';
import { ScreenLoading } from '../kit/Loading';
import { Note } from '../kit/Note';
import { Page } from '../kit/Page';
import { BackLink } from '../kit/PlainLink';
import { useMay } from '../session/session';
import type { ScreenRow } from '../sync/store/screenQuery';
import { DeviceNote } from './DeviceNote';
import { taskPatch, valuesOf } from './taskForm';
import { TaskForm } from './TaskForm';
import { textOf } from './taskItems';
import { useDeviceRow, useZone } from './useTasks';

/** One task. */
export function TaskEdit() {
  const { t } = useTranslation();
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const row = useDeviceRow('tasks', id);
  if (row === undefined) return <ScreenLoading />;
  return (
    <Page
      title={row ? (textOf(row.values['title']) ?? t('tasks.title')) : t('tasks.title')}
      narrow
      back={<BackLink to="/tasks">{t('tasks.title')}</BackLink>}
    >
      <DeviceNote />
      {row ? (
        <Loaded key={row.id} row={row} />
      ) : (
        <EmptyState title={t('tasks.gone')} text={t('tasks.goneText')} />
      )}
    </Page>
  );
}

function Loaded({ row }: { row: ScreenRow }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  // As the person saw it: what comes meanwhile is not taken for what was seen.
  const [opened] = useState(row);
  const zone = useZone();
  const series = textOf(row.values['series_id']);
  const siteId = textOf(row.values['site_id']) ?? '';
  return (
    <>
      <ConflictBanner table="tasks" row={row.id} />
      {row.refusal ? (
        <Note tone="red" title={t('tasks.rowStatus.parked')}>
          {row.refusal.message}
        </Note>
      ) : null}
      <TaskForm
        kind="task"
        readOnly={!may('task:edit')}
        initial={valuesOf(row, zone(siteId))}
        edits={(values) => [taskPatch(opened, values)]}
        saved={() => void navigate({ to: '/tasks' })}
      >
        {series ? (
          <Button
            component={Link}
            to={`/tasks/series/${series}`}
            variant="default"
            leftSection={<IconRepeat size={18} aria-hidden />}
          >
            {t('tasks.editSeries')}
          </Button>
        ) : null}
      </TaskForm>
    </>
  );
}
