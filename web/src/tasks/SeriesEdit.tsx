import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../kit/EmptyState';
import { todayIn } from '../kit/format';
import { ScreenLoading } from '../kit/Loading';
import { Page } from '../kit/Page';
import { BackLink } from '../kit/PlainLink';
import { useMay } from '../session/session';
import type { ScreenRow } from '../sync/store/screenQuery';
import { DeviceNote } from './DeviceNote';
import { seriesPatch, valuesOf } from './taskForm';
import { TaskForm } from './TaskForm';
import { textOf, type TaskItem } from './taskItems';
import { useDeviceRow, useOpenDays, useZone } from './useTasks';

/** A series: its rule, and what its days have in common. */
export function SeriesEdit() {
  const { t } = useTranslation();
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const row = useDeviceRow('series', id);
  const open = useOpenDays(id);
  if (row === undefined || open === undefined) return <ScreenLoading />;
  return (
    <Page
      title={row ? (textOf(row.values['title']) ?? t('tasks.seriesTitle')) : t('tasks.seriesTitle')}
      lead={t('tasks.seriesLead')}
      narrow
      back={<BackLink to="/tasks">{t('tasks.title')}</BackLink>}
    >
      <DeviceNote />
      {row ? (
        <Loaded key={row.id} row={row} open={open} />
      ) : (
        <EmptyState title={t('tasks.gone')} text={t('tasks.goneText')} />
      )}
    </Page>
  );
}

function Loaded({ row, open }: { row: ScreenRow; open: readonly TaskItem[] }) {
  const navigate = useNavigate();
  const may = useMay();
  // As the person saw it: what comes meanwhile is not taken for what was seen.
  const [opened] = useState(row);
  const zone = useZone();
  const initial = valuesOf(row, zone(textOf(row.values['site_id']) ?? ''));
  return (
    <TaskForm
      kind="series"
      readOnly={!may('task:edit')}
      initial={initial}
      except={(row.values['except_on'] as string[] | null) ?? []}
      edits={(values) => seriesPatch(opened, values, open, todayIn(values.zone, new Date()))}
      saved={() => void navigate({ to: '/tasks' })}
    />
  );
}
