import { useTranslation } from 'react-i18next';
import { toast } from '../kit/toast';
import { undoToast } from '../kit/undoToast';
import { useDevice, useDeviceView } from '../sync/client/device';
import type { DeviceClient } from '../sync/client/deviceClient';
import type { LocalEdit, Saved } from '../sync/worker/messages';
import type { Json } from '../sync/tables';
import type { TaskItem } from './taskItems';

export interface TaskActions {
  /** False until the device can store something. */
  readonly isReady: boolean;
  readonly complete: (item: TaskItem) => void;
  readonly skip: (item: TaskItem) => void;
  readonly reopen: (item: TaskItem) => void;
  readonly move: (item: TaskItem, dueAt: string) => Promise<boolean>;
}

type Verb = 'complete' | 'skip' | 'reopen' | 'reschedule';

const stepOf = (
  verb: Verb,
  { id, seriesId, occursOn }: TaskItem,
  args: Record<string, Json> = {},
): LocalEdit => ({
  kind: 'step',
  name: `task.${verb}`,
  table: 'tasks',
  row: id,
  // A day of a series may have no row yet; its id follows from these two.
  args: seriesId && occursOn ? { series_id: seriesId, occurs_on: occursOn, ...args } : args,
});

const faults = [
  'task.already_completed',
  'task.already_skipped',
  'task.moved_meanwhile',
  'task.due_invalid',
  'task.not_an_occurrence',
] as const;

export type FaultKey =
  'other' | 'already_completed' | 'already_skipped' | 'moved_meanwhile' | 'due_invalid' | 'not_an_occurrence';

/** The sentence for what the device refused. */
export function faultKey(saved: Saved): FaultKey {
  const code = faults.find((one) => saved.faults.some((fault) => fault.code === one));
  return code ? (code.slice('task.'.length) as FaultKey) : 'other';
}

/** What a person does with tasks: stored on this device at once, with or without a connection. */
export function useTaskActions(): TaskActions {
  const { t } = useTranslation();
  const device = useDevice();
  const { reach } = useDeviceView();

  const run = async (client: DeviceClient, item: TaskItem, step: LocalEdit): Promise<boolean> => {
    try {
      const saved = await client.save([step]);
      if (saved.faults.length === 0) return true;
      toast.failed(item.title, t(`tasks.faults.${faultKey(saved)}`));
    } catch {
      toast.failed(item.title, t('tasks.faults.notStored'));
    }
    return false;
  };
  const doing = (verb: Verb, item: TaskItem, args?: Record<string, Json>): Promise<boolean> =>
    device ? run(device, item, stepOf(verb, item, args)) : Promise.resolve(false);
  const reopen = (item: TaskItem) => void doing('reopen', item);
  const finish =
    (verb: 'complete' | 'skip', words: 'tasks.completed' | 'tasks.skipped') => (item: TaskItem) =>
      void doing(verb, item).then((isDone) => {
        if (isDone)
          undoToast({ title: t(words, { title: item.title }), undo: t('tasks.undo') }, () => reopen(item));
      });
  return {
    isReady: device !== null && reach === 'ready',
    complete: finish('complete', 'tasks.completed'),
    skip: finish('skip', 'tasks.skipped'),
    reopen,
    move: (item, dueAt) =>
      doing('reschedule', item, { due_at: dueAt, ...(item.dueAt === null ? {} : { was: item.dueAt }) }),
  };
}
