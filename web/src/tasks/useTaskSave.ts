import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from '../kit/toast';
import { useDevice, useDeviceView } from '../sync/client/device';
import type { LocalEdit } from '../sync/worker/messages';
import { faultKey } from './useTaskActions';

export interface TaskSave {
  readonly isReady: boolean;
  readonly isSaving: boolean;
  /** Answers whether it is stored on this device. */
  readonly save: (edits: readonly LocalEdit[], title: string) => Promise<boolean>;
}

/** Stores edits of tasks that belong together, and says so. */
export function useTaskSave(): TaskSave {
  const { t } = useTranslation();
  const device = useDevice();
  const { reach } = useDeviceView();
  const [isSaving, setSaving] = useState(false);
  const save = async (edits: readonly LocalEdit[], title: string): Promise<boolean> => {
    if (!device) return false;
    setSaving(true);
    try {
      const saved = await device.save(edits);
      if (saved.faults.length === 0) {
        toast.done(t('tasks.saved', { title }));
        return true;
      }
      toast.failed(title, t(`tasks.faults.${faultKey(saved)}`));
    } catch {
      toast.failed(title, t('tasks.faults.notStored'));
    } finally {
      setSaving(false);
    }
    return false;
  };
  return { isReady: device !== null && reach === 'ready', isSaving, save };
}
